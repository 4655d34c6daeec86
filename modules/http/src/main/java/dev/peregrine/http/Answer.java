package dev.peregrine.http;

import dev.peregrine.http.internal.Coding;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// An answer: status, headers, and perhaps a body with its media type and entity tag.
///
/// Immutable and safe on any thread, so a room may keep one and give it again; the body must not be
/// written to any more. The server adds what every answer has: the request's id, security headers,
/// `Cache-Control: no-store` unless the answer says otherwise, and the negotiated coding.
public final class Answer {

  private static final String[] NO_HEADERS = {};

  private final int status;
  private final @Nullable Body body;
  private final @Nullable String entityTag;

  /// Names and values in turn.
  private final String[] headers;

  private Answer(int status, @Nullable Body body, @Nullable String entityTag, String[] headers) {
    this.status = status;
    this.body = body;
    this.entityTag = entityTag;
    this.headers = headers;
  }

  /// What follows the head.
  private sealed interface Body {

    String mediaType();
  }

  /// A body in all its codings; all variants of an answer share it, so it is coded once for all.
  private static final class Ready implements Body {

    private final Buffer plain;
    private final String mediaType;
    private volatile @Nullable Coded coded;

    private Ready(Buffer plain, String mediaType) {
      this.plain = plain;
      this.mediaType = mediaType;
    }

    @Override
    public String mediaType() {
      return mediaType;
    }

    private @Nullable Buffer find(String coding) {
      for (var known = coded; known != null; known = known.next) {
        if (known.coding.equals(coding)) {
          return known.bytes;
        }
      }
      return null;
    }
  }

  /// A body in one coding, and what it is in others.
  private record Coded(String coding, Buffer bytes, @Nullable Coded next) {}

  private record Streamed(AnswerStream stream, String mediaType) implements Body {}

  private record Events(EventFeed feed) implements Body {

    @Override
    public String mediaType() {
      return "text/event-stream";
    }
  }

  /// Returns an answer with a JSON body.
  ///
  /// @param status the HTTP status
  /// @param body JSON in UTF-8
  public static Answer json(int status, Buffer body) {
    return of(status, "application/json", body);
  }

  /// Returns an answer with a body.
  ///
  /// @param status the HTTP status
  /// @param mediaType what the body is, with its parameters
  /// @param body what to send
  public static Answer of(int status, String mediaType, Buffer body) {
    return new Answer(status, new Ready(body, requireSafe(mediaType)), null, NO_HEADERS);
  }

  /// Returns an answer whose body is written piece by piece; never compressed, HTTP/1.1 only.
  ///
  /// @param status the HTTP status
  /// @param mediaType what the body is, with its parameters
  /// @param stream writes the body, once each time the answer is given
  public static Answer stream(int status, String mediaType, AnswerStream stream) {
    return new Answer(status, new Streamed(stream, requireSafe(mediaType)), null, NO_HEADERS);
  }

  /// Returns an answer of server-sent events; its route says [Route#giving] `text/event-stream`.
  ///
  /// A comment is sent every 15 seconds; after an hour the client is made to come back.
  ///
  /// @param feed feeds the client
  public static Answer events(EventFeed feed) {
    return new Answer(200, new Events(feed), null, NO_HEADERS);
  }

  /// Returns an answer that only says "done": status 204.
  public static Answer noContent() {
    return empty(204);
  }

  /// Returns an answer without a body.
  ///
  /// @param status the HTTP status
  public static Answer empty(int status) {
    return new Answer(status, null, null, NO_HEADERS);
  }

  /// Returns this answer with a header more, or another value for it.
  ///
  /// @param name the header's name
  /// @param value its value, ASCII
  /// @throws IllegalArgumentException if either holds a character that a header must not
  public Answer with(String name, String value) {
    var at = 0;
    while (at < headers.length && !headers[at].equalsIgnoreCase(name)) {
      at += 2;
    }
    var changed = Arrays.copyOf(headers, Math.max(headers.length, at + 2));
    changed[at] = requireSafe(name);
    changed[at + 1] = requireSafe(value);
    return new Answer(status, body, entityTag, changed);
  }

  /// Returns this answer with an entity tag: the same tag means the same body.
  ///
  /// @param tag opaque, without quotes; not ending with `-zstd`, `-br` or `-gzip`, which the server
  ///   adds
  /// @throws IllegalArgumentException if it has a quote or that ending
  public Answer withEntityTag(String tag) {
    if (tag.indexOf('"') >= 0 || Coding.marks(tag)) {
      throw new IllegalArgumentException(
          "tag: " + tag + " (expected: no quote, and not the end that a coding adds)");
    }
    return new Answer(status, body, requireSafe(tag), headers);
  }

  /// Returns the HTTP status.
  public int status() {
    return status;
  }

  /// Returns a header that was set, or null.
  ///
  /// @param name the header's name, in any case
  public @Nullable String header(String name) {
    for (var at = 0; at < headers.length; at += 2) {
      if (headers[at].equalsIgnoreCase(name)) {
        return headers[at + 1];
      }
    }
    return null;
  }

  /// Hands every header that was set to somebody, in the order in which they were set.
  ///
  /// @param taker takes a name and a value
  public void eachHeader(BiConsumer<String, String> taker) {
    for (var at = 0; at < headers.length; at += 2) {
      taker.accept(headers[at], headers[at + 1]);
    }
  }

  /// Returns the body as it was given, or null when there is none or it is streamed.
  public @Nullable Buffer body() {
    return body instanceof Ready ready ? ready.plain : null;
  }

  /// Returns what writes the body, or null when that is not streamed.
  public @Nullable AnswerStream stream() {
    return body instanceof Streamed streamed ? streamed.stream : null;
  }

  /// Returns what feeds the client with events, or null when it gets none.
  public @Nullable EventFeed feed() {
    return body instanceof Events events ? events.feed : null;
  }

  /// Returns what the body is, or null when there is none.
  public @Nullable String mediaType() {
    return body == null ? null : body.mediaType();
  }

  /// Returns the entity tag without quotes, or null.
  public @Nullable String entityTag() {
    return entityTag;
  }

  /// Returns the body in another coding, made once however often the answer or a variant of it is
  /// given, and on however many threads.
  ///
  /// @param coding its name
  /// @param coder makes it; always to the same effect for one answer and coding
  /// @throws IllegalStateException if there is no body, or it is streamed
  public Buffer codedBody(String coding, UnaryOperator<Buffer> coder) {
    if (!(body instanceof Ready ready)) {
      throw new IllegalStateException("body: none (expected: one, to code it)");
    }
    var known = ready.find(coding);
    return known != null ? known : code(ready, coding, coder);
  }

  private static Buffer code(Ready ready, String coding, UnaryOperator<Buffer> coder) {
    synchronized (ready) {
      var known = ready.find(coding);
      if (known != null) {
        return known;
      }
      var made = coder.apply(ready.plain);
      ready.coded = new Coded(coding, made, ready.coded);
      return made;
    }
  }

  private static String requireSafe(String text) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c < ' ' || c > '~') {
        throw new IllegalArgumentException(
            "header: character " + (int) c + " at " + i + " (expected: printable ASCII)");
      }
    }
    return text;
  }
}
