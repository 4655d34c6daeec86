package dev.peregrine.http.internal;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/// Reads request heads.
final class Heads {

  private Heads() {}

  /// Returns a header, several of one name joined by commas; null when it is absent.
  static @Nullable String list(MultiMap headers, CharSequence name) {
    var first = headers.get(name);
    if (first == null) {
      return null;
    }
    var all = headers.getAll(name);
    return all.size() == 1 ? first : String.join(", ", all);
  }

  /// Tells whether a head announces a body.
  static boolean hasBody(HttpServerRequest http) {
    var headers = http.headers();
    var length = headers.get(HttpHeaders.CONTENT_LENGTH);
    return length == null ? headers.contains(HttpHeaders.TRANSFER_ENCODING) : !length.equals("0");
  }

  /// Returns the length that a head announces, or -1 when it does not know.
  static long bodyLength(HttpServerRequest http) {
    var length = http.headers().get(HttpHeaders.CONTENT_LENGTH);
    return length == null ? -1 : Long.parseLong(length);
  }
}
