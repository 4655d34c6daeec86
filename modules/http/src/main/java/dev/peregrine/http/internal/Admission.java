package dev.peregrine.http.internal;

import dev.peregrine.http.Answer;
import dev.peregrine.http.FieldError;
import dev.peregrine.http.HttpConfig;
import dev.peregrine.http.Problem;
import dev.peregrine.http.Rejection;
import dev.peregrine.http.Route;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.Map;

/// What a head must have before anything is done for it.
final class Admission {

  private static final CharSequence REQUEST_TIMEOUT =
      HttpHeaders.createOptimized("request-timeout");
  private static final CharSequence EXPECT = HttpHeaders.createOptimized("expect");

  private Admission() {}

  static void checkHead(HttpServerRequest http) {
    var headers = http.headers();
    if (http.version() == HttpVersion.HTTP_1_1 && !headers.contains(HttpHeaders.HOST)) {
      throw Rejection.invalid(FieldError.header("Host", "missing", "This header is required."));
    }
    var expect = headers.get(EXPECT);
    if (expect != null && !expect.equalsIgnoreCase("100-continue")) {
      throw Failures.no(
          417, "expectation-failed", "Expectation failed", "Only 100-continue can be expected.");
    }
  }

  /// Returns the path as it was sent.
  static String path(HttpServerRequest http) {
    var path = http.path();
    return path == null ? "" : path;
  }

  /// Answers for a path at which no endpoint serves the method: OPTIONS, or 405.
  static Answer withoutEndpoint(HttpServerRequest http, RouteTree.Leaf leaf, String requestId) {
    if (http.method().equals(HttpMethod.OPTIONS)) {
      return Answer.noContent().with("Allow", leaf.allow());
    }
    var problem =
        Problem.of(
            405,
            "method-not-allowed",
            "The method is not allowed here",
            "Allowed: " + leaf.allow());
    return AnswerWriter.answer(new Rejection(problem, Map.of("Allow", leaf.allow())), requestId);
  }

  /// Returns which of the route's media types the client prefers.
  ///
  /// @throws Rejection with status 406 if it wants none of them
  static String mediaType(HttpServerRequest http, Route route) {
    var gives = route.contract().gives();
    var chosen = MediaTypes.choose(Heads.list(http.headers(), HttpHeaders.ACCEPT), gives);
    if (chosen == null) {
      throw Failures.no(
          406, "not-acceptable", "Not acceptable", "Given here: " + String.join(", ", gives));
    }
    return chosen;
  }

  /// Returns how long the client waits, at most the server's own limit.
  ///
  /// @throws Rejection with status 400 if it does not say so in milliseconds
  static long timeoutNanos(HttpServerRequest http, Duration atMost) {
    var header = http.headers().get(REQUEST_TIMEOUT);
    if (header == null) {
      return atMost.toNanos();
    }
    var digits = header.length() <= 18 && header.chars().allMatch(c -> c >= '0' && c <= '9');
    var ms = digits && !header.isEmpty() ? Long.parseLong(header) : 0;
    if (ms == 0) {
      throw Rejection.invalid(
          FieldError.header(
              "Request-Timeout", "malformed", "Milliseconds are expected, at least 1."));
    }
    return Duration.ofMillis(Math.min(ms, atMost.toMillis())).toNanos();
  }

  /// Refuses a body of a kind that the route does not take, with a hint at what it does.
  ///
  /// @throws Rejection with status 415
  static void checkBodyType(HttpServerRequest http, Route route) {
    var takes = route.contract().takes();
    var contentType = http.headers().get(HttpHeaders.CONTENT_TYPE);
    var mediaType = contentType == null ? null : MediaTypes.ofBody(contentType);
    var coding = http.headers().get(HttpHeaders.CONTENT_ENCODING);
    if (coding != null && !coding.equalsIgnoreCase("identity")) {
      throw unsupported("Bodies are taken uncompressed.", Map.of("Accept-Encoding", "identity"));
    }
    if (mediaType == null || !takes.contains(mediaType)) {
      var list = String.join(", ", takes);
      throw unsupported(
          "Taken here, in UTF-8: " + list,
          route.method().equals(HttpMethod.PATCH)
              ? Map.of("Accept-Patch", list)
              : Map.of("Accept-Post", list));
    }
  }

  private static Rejection unsupported(String detail, Map<String, String> headers) {
    return new Rejection(
        Problem.of(415, "unsupported-media-type", "Unsupported media type", detail), headers);
  }

  /// Returns how long the server itself waits for an answer of a route.
  static Duration longest(Route route, HttpConfig config) {
    var own = route.contract().within();
    return own.isZero() ? config.requestTimeout() : own;
  }

  /// Returns the longest body that a route takes whole, in bytes.
  static int bodyLimit(Route route, HttpConfig config) {
    var own = route.contract().bodyLimitBytes();
    return own > 0 ? own : config.bodyLimitBytes();
  }

  /// Tells whether a body is known to be no longer than its route takes whole.
  static boolean isShort(HttpServerRequest http, Route route, HttpConfig config) {
    if (route.contract().streamed()) {
      return false;
    }
    var length = Heads.bodyLength(http);
    return length >= 0 && length <= bodyLimit(route, config);
  }
}
