package dev.peregrine.customers.internal;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.WriteStream;
import java.util.Optional;
import java.util.function.Function;

/// Writes rows to a client chunk by chunk: the next is read while one is being sent, and no more,
/// so what is held does not depend on how many rows there are or how slowly they are taken.
/// Confined to one context.
///
/// @param <R> what a chunk is
final class ChunkedAnswer<R> {

  private final Function<Optional<R>, Future<R>> next;
  private final Function<R, Buffer> encode;

  /// Makes the writer of one answer.
  ///
  /// @param next reads the chunk that follows another, or the first
  /// @param encode returns a chunk as bytes; nothing is written for one without any, and it is the
  ///   last
  ChunkedAnswer(Function<Optional<R>, Future<R>> next, Function<R, Buffer> encode) {
    this.next = next;
    this.encode = encode;
  }

  /// Writes all of it.
  ///
  /// @param head what stands before the rows, perhaps nothing
  /// @param out the client
  /// @return done when the client has taken the last byte
  Future<Void> write(Buffer head, WriteStream<Buffer> out) {
    return next.apply(Optional.empty())
        .compose(first -> {
          var sent = head.length() == 0 ? Future.<Void>succeededFuture() : out.write(head);
          var chunks = new Chunks(first);
          return sent.compose(begun -> Steps.run(() -> chunks.write(out)));
        });
  }

  /// The chunk that is being sent, and no other.
  private final class Chunks {

    private R chunk;

    Chunks(R first) {
      this.chunk = first;
    }

    Future<Boolean> write(WriteStream<Buffer> out) {
      var bytes = encode.apply(chunk);
      if (bytes.length() == 0) {
        return Future.succeededFuture(false);
      }
      var following = next.apply(Optional.of(chunk));
      // Both are waited for, so that nothing is under way when this fails.
      return Future.join(out.write(bytes), following)
          .map(both -> {
            chunk = following.result();
            return true;
          });
    }
  }
}
