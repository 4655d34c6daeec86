package dev.peregrine.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;

/// Writes the body of an answer piece by piece: opens what it reads from, writes, and closes it, so
/// nothing is opened for a HEAD, a 304, or a client that has gone.
@FunctionalInterface
public interface AnswerStream {

  /// Writes the whole body; on the verticle's context, which is also where `out` must be used.
  ///
  /// The head is sent with the first bytes. Until then a failure is answered as any other; after
  /// that it breaks the connection, so that the client never takes a part for the whole. When the
  /// client goes, or the route's time is over, writes fail, and the stream's exception handler and
  /// drain handler are called once.
  ///
  /// @param out the client; wait for its writes or its drain handler, since it is cut off when more
  ///   than a few MiB wait in it. Ending it has no effect: the returned future ends the answer
  /// @return done when all is written, and what was opened is closed; `source.pipeTo(out)` fits
  Future<Void> write(WriteStream<Buffer> out);
}
