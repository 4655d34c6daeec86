package dev.peregrine.http.internal;

import dev.peregrine.http.Answer;
import dev.peregrine.http.EntityTags;
import dev.peregrine.http.HttpConfig;
import dev.peregrine.http.HttpStats;
import dev.peregrine.http.Rejection;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.StringJoiner;
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
  private static final CharSequence CLOSE = HttpHeaders.createOptimized("close");
  private static final CharSequence ACCEPT_ENCODING = HttpHeaders.ACCEPT_ENCODING;

  private final int compressFromBytes;
  private final Coders coders;

  /// What the last client wanted: as a rule the next one wants the same.
  private String lastAccepted = "";

  private Negotiated lastNegotiated = Negotiated.of("", Coders.offered());

  AnswerWriter(HttpConfig config, HttpStats stats) {
    this.compressFromBytes = config.compressFromBytes();
    this.coders = new Coders(config, stats);
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
    var wanted = negotiated(varies ? Heads.list(http.headers(), ACCEPT_ENCODING) : null);
    var streamed = answer.stream() != null || answer.feed() != null;
    var refused = wanted.nothing() || (streamed && !wanted.plainToo());
    if (refused && answer.status() < 300) {
      return write(http, requestId, unacceptable(requestId, streamed), close);
    }
    if (streamed && http.version() == HttpVersion.HTTP_1_0) {
      return write(http, requestId, onlyInChunks(requestId), close);
    }
    var coding = pays(wanted, answer.body()) ? wanted.coding() : null;
    var unchanged = reads && answer.status() == 200 && isKnown(http, answer);
    var headers = http.response().headers();
    writeHead(headers, answer, varies, coding);
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
    return new Written(answer.status(), writeBody(http, answer, coding), false);
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
    coders.close();
  }

  private Negotiated negotiated(@Nullable String accepted) {
    if (accepted == null) {
      return Negotiated.of(null, Coders.offered());
    }
    if (!accepted.equals(lastAccepted)) {
      lastNegotiated = Negotiated.of(accepted, Coders.offered());
      lastAccepted = accepted;
    }
    return lastNegotiated;
  }

  private static void writeHead(
      MultiMap headers, Answer answer, boolean varies, @Nullable Coding coding) {
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
      headers.add(HttpHeaders.ETAG, '"' + tag + (coding == null ? "" : coding.mark()) + '"');
    }
  }

  private long writeBody(HttpServerRequest http, Answer answer, @Nullable Coding coding) {
    var response = http.response().setStatusCode(answer.status());
    var mediaType = answer.mediaType();
    var plain = answer.body();
    if (plain == null || mediaType == null) {
      var _ = response.end();
      return 0;
    }
    var body =
        coding == null
            ? plain
            : answer.codedBody(coding.token(), bytes -> coders.code(coding, bytes));
    var headers = response.headers();
    headers.add(HttpHeaders.CONTENT_TYPE, mediaType);
    if (coding != null) {
      headers.add(HttpHeaders.CONTENT_ENCODING, coding.token());
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

  private boolean pays(Negotiated wanted, @Nullable Buffer body) {
    return body != null
        && (!wanted.plainToo()
            || (body.length() >= compressFromBytes && body.length() <= COMPRESS_TO_BYTES));
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

  private static Answer unacceptable(String requestId, boolean streamed) {
    var codings = new StringJoiner(", ");
    if (!streamed) {
      Coders.offered().forEach(coding -> codings.add(coding.token()));
    }
    var detail = "The codings here: " + codings.add("identity");
    return answer(Failures.no(406, "not-acceptable", "Not acceptable", detail), requestId);
  }

  /// Who does not know chunks could not tell a part of an answer from the whole.
  private static Answer onlyInChunks(String requestId) {
    var rejection = Failures.no(426, "upgrade-required", "Upgrade required", "Use HTTP/1.1.");
    return answer(rejection, requestId).with("Upgrade", "HTTP/1.1");
  }
}
