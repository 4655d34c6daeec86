package dev.peregrine.payments.internal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import org.jspecify.annotations.Nullable;

/// One HTTP exchange with an end: by the answer, by the clock, or by the length of the answer. What
/// is given up is reset, so that its connection serves nobody else.
///
/// Confined to the context that begins it.
final class Exchange {

  private final Vertx vertx;
  private final int answerLimitBytes;
  private final Promise<Reply> promise = Promise.promise();
  private final Buffer received = Buffer.buffer();
  private @Nullable HttpClientRequest request;
  private long timer;

  Exchange(Vertx vertx, int answerLimitBytes) {
    this.vertx = vertx;
    this.answerLimitBytes = answerLimitBytes;
  }

  /// What came back, whole.
  ///
  /// @param status the HTTP status
  /// @param body at most as long as allowed
  record Reply(int status, Buffer body) {}

  Future<Reply> begin(HttpClient client, RequestOptions where, Buffer body, long limitMs) {
    timer = vertx.setTimer(limitMs, fired -> fail(GatewayFault.late(limitMs)));
    var _ =
        client
            .request(where)
            .onComplete((opened, thrown) -> {
              if (thrown != null) {
                fail(thrown);
              } else {
                send(opened, body);
              }
            });
    return promise.future();
  }

  private void send(HttpClientRequest opened, Buffer body) {
    if (promise.future().isComplete()) {
      var _ = opened.reset();
      return;
    }
    request = opened;
    opened.exceptionHandler(this::fail);
    var _ = opened.send(body).onComplete(this::receive, this::fail);
  }

  private void receive(HttpClientResponse response) {
    response.exceptionHandler(this::fail);
    response.handler(chunk -> {
      if (received.length() + chunk.length() > answerLimitBytes) {
        fail(GatewayFault.of("an answer of more than " + answerLimitBytes + " bytes"));
      } else if (!promise.future().isComplete()) {
        received.appendBuffer(chunk);
      }
    });
    response.endHandler(ended -> {
      if (promise.tryComplete(new Reply(response.statusCode(), received))) {
        vertx.cancelTimer(timer);
      }
    });
  }

  private void fail(Throwable thrown) {
    if (!promise.tryFail(thrown)) {
      return;
    }
    vertx.cancelTimer(timer);
    if (request != null) {
      var _ = request.reset();
    }
  }
}
