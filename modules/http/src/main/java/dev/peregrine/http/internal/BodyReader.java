package dev.peregrine.http.internal;

import dev.peregrine.bus.Deadline;
import dev.peregrine.bus.FailureKind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Reads one request's body, up to a limit and not for ever.
final class BodyReader {

  private static final CharSequence EXPECT = HttpHeaders.createOptimized("expect");

  private final Vertx vertx;
  private final HttpServerRequest http;
  private final int limitBytes;
  private final Promise<Buffer> body = Promise.promise();
  private @Nullable Buffer gathered;

  /// The client left before its body or its answer was whole; there is nobody to answer.
  static final class ClientGone extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ClientGone() {
      super("the client closed the connection", null, false, false);
    }
  }

  BodyReader(Vertx vertx, HttpServerRequest http, int limitBytes) {
    this.vertx = vertx;
    this.http = http;
    this.limitBytes = limitBytes;
  }

  /// Reads it; fails with status 413 as soon as it is known to be too long, 408 when it takes
  /// longer than any body may, 504 when the answer's time is over before.
  Future<Buffer> read(Deadline deadline, Duration longest) {
    if (Heads.bodyLength(http) > limitBytes) {
      return Future.failedFuture(tooLarge());
    }
    goOn(http);
    var longestMs = longest.toMillis();
    var remainingMs = deadline.remainingMs();
    var late = remainingMs < longestMs ? Failures.of(FailureKind.DEADLINE) : tooSlow();
    var patienceMs = Math.max(1, Math.min(remainingMs, longestMs));
    var timer = vertx.setTimer(patienceMs, fired -> body.tryFail(late));
    http.handler(this::gather)
        .endHandler(ended -> body.tryComplete(gathered == null ? Buffer.buffer(0) : gathered))
        .exceptionHandler(thrown -> {
          var _ = body.tryFail(broken(thrown));
          var _ = http.connection().close();
        });
    return body.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  /// Lets a client send that waits to be told.
  static void goOn(HttpServerRequest http) {
    if (http.headers().contains(EXPECT)) {
      var _ = http.response().writeContinue();
    }
  }

  /// Returns what a body's failure means: the client has left, or what it sends is no HTTP.
  static RuntimeException broken(Throwable thrown) {
    return thrown instanceof IOException || thrown instanceof HttpClosedException
        ? new ClientGone()
        : Failures.no(400, "malformed", "This is not HTTP", "The body cannot be read.");
  }

  static RuntimeException tooSlow() {
    return Failures.no(408, "too-slow", "The body came too slowly", "Send it faster.");
  }

  private void gather(Buffer chunk) {
    if (body.future().isComplete()) {
      return;
    }
    var before = gathered == null ? 0 : gathered.length();
    if (before + chunk.length() > limitBytes) {
      gathered = null;
      body.fail(tooLarge());
    } else {
      gathered = gathered == null ? chunk : gathered.appendBuffer(chunk);
    }
  }

  private RuntimeException tooLarge() {
    return Failures.no(
        413, "too-large", "The body is too large", "At most " + limitBytes + " bytes are taken.");
  }
}
