package dev.peregrine.http.internal;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;

/// Gets rid of what a client still sends after its answer; nothing of it is kept.
final class Leftover {

  /// How long a client may go on sending before the connection is cut. Cutting at once would reset
  /// it, and the client might never see its answer.
  private static final long LINGER_MS = 1_000;

  private Leftover() {}

  /// Closes the connection when the rest has come, or soon.
  static void discardAndClose(Vertx vertx, HttpServerRequest http) {
    if (http.isEnded() || !http.decoderResult().isSuccess()) {
      var _ = http.connection().close();
      return;
    }
    var timer = vertx.setTimer(LINGER_MS, fired -> http.connection().close());
    http.handler(chunk -> {})
        .exceptionHandler(thrown -> vertx.cancelTimer(timer))
        .endHandler(ended -> {
          var _ = vertx.cancelTimer(timer);
          var _ = http.connection().close();
        })
        .resume();
  }

  /// Keeps the connection if the rest comes in time.
  static void discard(Vertx vertx, HttpServerRequest http, long timeoutMs) {
    var timer = vertx.setTimer(timeoutMs, fired -> http.connection().close());
    http.handler(chunk -> {})
        .exceptionHandler(thrown -> vertx.cancelTimer(timer))
        .endHandler(ended -> vertx.cancelTimer(timer));
  }
}
