package dev.peregrine.http.internal;

import dev.peregrine.bus.Deadline;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.http.AnswerStream;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.WriteStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One streamed answer on its way to the client, watched: it must be done by its deadline, and a
/// client that takes nothing for long is given up.
///
/// Confined to one context. Ending it does nothing: Vert.x pipes end what they write to also when
/// what they read from has failed, and the client would take a part for the whole.
final class Outflow implements WriteStream<Buffer> {

  /// More than this waits for the client only if its writer does not wait.
  private static final long MOST_WAITING_BYTES = 4 << 20;

  private final Front front;
  private final HttpServerResponse response;
  private final Deadline deadline;
  private final Promise<Void> result = Promise.promise();
  private @Nullable Handler<Void> drainHandler;
  private @Nullable Handler<Throwable> exceptionHandler;
  private @Nullable Throwable failure;
  private boolean over;
  private long bytes;
  private long waitingBytes;
  private long movedNanos = System.nanoTime();
  private long timer;

  Outflow(Front front, HttpServerRequest http, Deadline deadline) {
    this.front = front;
    this.response = http.response();
    this.deadline = deadline;
  }

  /// Writes the body.
  ///
  /// @return done when the response is ended; failed when it must be broken off
  Future<Void> run(AnswerStream stream) {
    response.closeHandler(closed -> fail(new BodyReader.ClientGone()));
    response.drainHandler(drained -> wake());
    watch();
    var context = front.vertx().getOrCreateContext();
    try {
      var _ =
          Objects.requireNonNull(stream.write(this), "the stream returned null, not a future")
              .onComplete((done, thrown) -> {
                if (front.onLoop()) {
                  settle(thrown);
                } else {
                  context.runOnContext(hopped -> settle(thrown));
                }
              });
    } catch (Throwable thrown) {
      fail(thrown);
    }
    return result.future();
  }

  /// Returns how many bytes were written.
  long bytes() {
    return bytes;
  }

  @Override
  public Future<Void> write(Buffer data) {
    if (!front.onLoop()) {
      return Future.failedFuture(new IllegalStateException("written on a foreign thread"));
    }
    if (over) {
      return Future.failedFuture(
          failure == null ? new IllegalStateException("the answer has ended") : failure);
    }
    var length = data.length();
    if (length == 0) {
      return Future.succeededFuture();
    }
    if (waitingBytes > MOST_WAITING_BYTES) {
      var thrown = new IllegalStateException("waiting: " + waitingBytes + " bytes, and more comes");
      fail(thrown);
      return Future.failedFuture(thrown);
    }
    movedNanos = waitingBytes == 0 ? System.nanoTime() : movedNanos;
    bytes += length;
    waitingBytes += length;
    return response
        .write(data)
        .onComplete((written, thrown) -> moved(length, thrown))
        .recover(thrown -> Future.failedFuture(failure == null ? thrown : failure));
  }

  @Override
  public Future<Void> end() {
    return Future.succeededFuture();
  }

  @Override
  public boolean writeQueueFull() {
    return !over && response.writeQueueFull();
  }

  @Override
  public Outflow setWriteQueueMaxSize(int size) {
    return this;
  }

  @Override
  public Outflow drainHandler(@Nullable Handler<Void> handler) {
    drainHandler = handler;
    return this;
  }

  @Override
  public Outflow exceptionHandler(@Nullable Handler<Throwable> handler) {
    exceptionHandler = handler;
    return this;
  }

  private void moved(int length, @Nullable Throwable thrown) {
    waitingBytes -= length;
    movedNanos = System.nanoTime();
    if (thrown != null) {
      fail(new BodyReader.ClientGone());
    }
  }

  private void settle(@Nullable Throwable thrown) {
    if (thrown != null) {
      fail(thrown);
    } else if (!over) {
      close();
      var _ = response.end();
      result.complete();
    }
  }

  private void fail(Throwable thrown) {
    if (over) {
      return;
    }
    failure = thrown;
    close();
    result.fail(thrown);
    if (exceptionHandler != null) {
      exceptionHandler.handle(thrown);
    }
    wake();
  }

  private void close() {
    over = true;
    var _ = front.vertx().cancelTimer(timer);
  }

  private void wake() {
    if (drainHandler != null) {
      drainHandler.handle(null);
    }
  }

  private void watch() {
    var ms = Math.min(front.config().idleTimeout().toMillis(), deadline.remainingMs());
    timer = front.vertx().setTimer(Math.max(1, ms), fired -> check());
  }

  private void check() {
    var idle = System.nanoTime() - movedNanos >= front.config().idleTimeout().toNanos();
    if (deadline.passed()) {
      fail(Failures.of(FailureKind.DEADLINE));
    } else if (waitingBytes > 0 && idle) {
      fail(new BodyReader.ClientGone());
    } else {
      watch();
    }
  }
}
