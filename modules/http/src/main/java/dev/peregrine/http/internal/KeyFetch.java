package dev.peregrine.http.internal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Fetches one small text over HTTP: bounded in time and size, and never from where it is sent on
/// to.
final class KeyFetch implements AutoCloseable {

  private static final int MOST_BYTES = 64 * 1024;

  private final HttpClient client;
  private final RequestOptions target;
  private final long timeoutMs;

  KeyFetch(Vertx vertx, URI url, Duration timeout) {
    this.timeoutMs = timeout.toMillis();
    this.target =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(url.toString())
            .setFollowRedirects(false)
            .putHeader("Accept", "application/jwk-set+json, application/json");
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout((int) timeoutMs)
                .setKeepAlive(false)
                .setDecompressionSupported(false),
            new PoolOptions().setHttp1MaxSize(1).setMaxWaitQueueSize(1));
  }

  /// Fetches it. A request that is granted too late is given back, or it would hold the only
  /// connection for ever.
  ///
  /// @return failed when it is not there in time, too long, or not answered with 200
  Future<String> text() {
    var granted = client.request(target);
    return granted
        .timeout(timeoutMs, TimeUnit.MILLISECONDS)
        .onFailure(late -> {
          var _ =
              granted.onSuccess(request -> {
                var _ = request.reset();
              });
        })
        .compose(this::text);
  }

  private Future<String> text(HttpClientRequest request) {
    return request
        .send()
        .compose(KeyFetch::body)
        .timeout(timeoutMs, TimeUnit.MILLISECONDS)
        .onFailure(thrown -> {
          var _ = request.reset();
        });
  }

  private static Future<String> body(HttpClientResponse response) {
    var whole = Promise.<String>promise();
    response.exceptionHandler(whole::tryFail);
    if (response.statusCode() != 200) {
      return Future.failedFuture(new IllegalStateException("status " + response.statusCode()));
    }
    var gathered = Buffer.buffer();
    response
        .handler(chunk -> {
          if (gathered.length() + chunk.length() > MOST_BYTES) {
            whole.tryFail(new IllegalStateException("longer than " + MOST_BYTES + " bytes"));
          } else {
            gathered.appendBuffer(chunk);
          }
        })
        .endHandler(ended -> whole.tryComplete(gathered.toString(StandardCharsets.UTF_8)));
    return whole.future();
  }

  @Override
  public void close() {
    var _ = client.close();
  }
}
