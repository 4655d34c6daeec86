package dev.peregrine.perf.internal;

import dev.peregrine.perf.RequestKind;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// One request, and how its answer is judged.
///
/// @param kind what it is
/// @param options method, path and headers
/// @param body what is sent, if anything
/// @param sound told of an answer with a good status; learns from it and says whether it is right
public record Ask(
    RequestKind kind,
    RequestOptions options,
    @Nullable JsonObject body,
    BiPredicate<HttpClientResponse, JsonObject> sound) {

  private static final int TIMEOUT_MS = 10_000;

  static Ask get(RequestKind kind, String path, BiPredicate<HttpClientResponse, JsonObject> sound) {
    return new Ask(kind, options(HttpMethod.GET, path), null, sound);
  }

  static RequestOptions options(HttpMethod method, String path) {
    return new RequestOptions().setMethod(method).setURI(path).setIdleTimeout(TIMEOUT_MS);
  }
}
