package dev.peregrine.http.internal;

import dev.peregrine.http.Answer;
import dev.peregrine.http.EntityTags;
import dev.peregrine.http.HttpConfig;
import dev.peregrine.http.Rejection;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/// Writes answers: conditions, coding, and the headers that every answer has.
///
/// Confined to one context.
final class AnswerWriter implements AutoCloseable {

  /// Longer bodies are sent as they are: coding them would hold the event loop too long.
  private static final int COMPRESS_TO_BYTES = 256 * 1024;

  private static final CharSequence NOSNIFF_NAME =
      HttpHeaders.createOptimized("x-content-type-options");
  private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
  private static final CharSequence POLICY_NAME =
      HttpHeaders.createOptimized("content-security-policy");
  private static final CharSequence POLICY =
      HttpHeaders.createOptimized("default-src 'none'; frame-ancestors 'none'");
  private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
  private static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");
  private static final CharSequence CLOSE = HttpHeaders.createOptimized("close");
  private static final CharSequence ACCEPT_ENCODING = HttpHeaders.ACCEPT_ENCODING;

  private final int compressFromBytes;
  private final Gzip gzip;

  AnswerWriter(HttpConfig config) {
    this.compressFromBytes = config.compressFromBytes();
    this.gzip = new Gzip(config.compressionLevel());
  }

  /// What went out.
  ///
  /// @param open whether the response waits for a streamed body
  record Written(int status, long bytes, boolean open) {}

  /// Writes an answer and ends the response; of a streamed answer prepares the head.
  ///
  /// @param close whether the client is told to leave the connection
  Written write(HttpServerRequest http, String requestId, Answer answer, boolean close) {
    var reads = http.method().equals(HttpMethod.GET) || http.method().equals(HttpMethod.HEAD);
    var varies = isText(answer.mediaType());
    var coding = varies ? Coding.of(Heads.list(http.headers(), ACCEPT_ENCODING)) : Coding.IDENTITY;
    var streamed = answer.stream() != null || answer.feed() != null;
    var onlyCoded = coding == Coding.NONE || (streamed && coding == Coding.ONLY_GZIP);
    if (onlyCoded && answer.status() < 300) {
      return write(http, requestId, unacceptable(requestId), close);
    }
    if (streamed && http.version() == HttpVersion.HTTP_1_0) {
      return write(http, requestId, onlyInChunks(requestId), close);
    }
    var coded = !streamed && pays(coding, answer.body());
    var unchanged = reads && answer.status() == 200 && isKnown(http, answer);
    var headers = http.response().headers();
    writeHead(headers, answer, varies, coded);
    headers.add(RequestIds.HEADER, requestId);
    if (close) {
      headers.set(HttpHeaders.CONNECTION, CLOSE);
    }
    if (unchanged) {
      var _ = http.response().setStatusCode(304).end();
      return new Written(304, 0, false);
    }
    if (streamed) {
      return new Written(answer.status(), 0, open(http, answer));
    }
    return new Written(answer.status(), writeBody(http, answer, coded), false);
  }

  /// Returns a problem as an answer.
  static Answer answer(Rejection rejection, String requestId) {
    var body = ProblemJson.write(rejection.problem(), requestId);
    var answer = Answer.of(rejection.problem().status(), ProblemJson.MEDIA_TYPE, body);
    for (var header : rejection.headers().entrySet()) {
      answer = answer.with(header.getKey(), header.getValue());
    }
    return answer;
  }

  @Override
  public void close() {
    gzip.close();
  }

  private static void writeHead(MultiMap headers, Answer answer, boolean varies, boolean coded) {
    answer.eachHeader(headers::add);
    headers.add(NOSNIFF_NAME, NOSNIFF);
    if (answer.header("content-security-policy") == null) {
      headers.add(POLICY_NAME, POLICY);
    }
    if (answer.header("cache-control") == null) {
      headers.add(HttpHeaders.CACHE_CONTROL, NO_STORE);
    }
    if (varies) {
      var own = answer.header("vary");
      headers.set(HttpHeaders.VARY, own == null ? ACCEPT_ENCODING : own + ", " + ACCEPT_ENCODING);
    }
    var tag = answer.entityTag();
    if (tag != null) {
      headers.add(HttpHeaders.ETAG, '"' + tag + (coded ? EntityTags.GZIP_MARK : "") + '"');
    }
  }

  private long writeBody(HttpServerRequest http, Answer answer, boolean coded) {
    var response = http.response().setStatusCode(answer.status());
    var mediaType = answer.mediaType();
    var plain = answer.body();
    if (plain == null || mediaType == null) {
      var _ = response.end();
      return 0;
    }
    var body = coded ? answer.codedBody(gzip::code) : plain;
    var headers = response.headers();
    headers.add(HttpHeaders.CONTENT_TYPE, mediaType);
    if (coded) {
      headers.add(HttpHeaders.CONTENT_ENCODING, GZIP);
    }
    if (http.method().equals(HttpMethod.HEAD)) {
      headers.add(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
      var _ = response.end();
      return 0;
    }
    var _ = response.end(body);
    return body.length();
  }

  private static boolean open(HttpServerRequest http, Answer answer) {
    var response = http.response().setStatusCode(answer.status()).setChunked(true);
    response.headers().add(HttpHeaders.CONTENT_TYPE, String.valueOf(answer.mediaType()));
    if (http.method().equals(HttpMethod.HEAD)) {
      var _ = response.end();
      return false;
    }
    return true;
  }

  private boolean pays(Coding coding, @Nullable Buffer body) {
    return switch (coding) {
      case ONLY_GZIP -> true;
      case GZIP ->
          body != null && body.length() >= compressFromBytes && body.length() <= COMPRESS_TO_BYTES;
      case IDENTITY, NONE -> false;
    };
  }

  private static boolean isKnown(HttpServerRequest http, Answer answer) {
    var tag = answer.entityTag();
    if (tag == null) {
      return false;
    }
    var known = Heads.list(http.headers(), HttpHeaders.IF_NONE_MATCH);
    return known != null && EntityTags.weak(known).matches(tag);
  }

  private static boolean isText(@Nullable String mediaType) {
    return mediaType != null
        && (mediaType.startsWith("text/")
            || mediaType.startsWith("application/json")
            || mediaType.contains("+json")
            || mediaType.contains("yaml")
            || mediaType.contains("javascript")
            || mediaType.contains("-text"));
  }

  private static Answer unacceptable(String requestId) {
    return answer(
        Failures.no(
            406, "not-acceptable", "Not acceptable", "The codings here are gzip and identity."),
        requestId);
  }

  /// Who does not know chunks could not tell a part of an answer from the whole.
  private static Answer onlyInChunks(String requestId) {
    var rejection = Failures.no(426, "upgrade-required", "Upgrade required", "Use HTTP/1.1.");
    return answer(rejection, requestId).with("Upgrade", "HTTP/1.1");
  }
}
