package dev.peregrine.http.internal;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Takes the id that a client gave its request, or makes one.
///
/// Confined to one context.
final class RequestIds {

  static final CharSequence HEADER = HttpHeaders.createOptimized("x-request-id");

  private static final CharSequence TRACE_PARENT = HttpHeaders.createOptimized("traceparent");
  private static final String SAFE =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ._-";
  private static final String HEX = "0123456789abcdef";
  private static final String NO_TRACE = "0".repeat(32);

  private final String prefix = UUID.randomUUID().toString().substring(24) + "-";
  private long made;

  String of(MultiMap headers) {
    var given = headers.get(HEADER);
    if (given != null && isSafe(given)) {
      return given;
    }
    var trace = traceId(headers.get(TRACE_PARENT));
    return trace != null ? trace : prefix + Long.toString(++made, 36);
  }

  private static boolean isSafe(String id) {
    if (id.isEmpty() || id.length() > 64) {
      return false;
    }
    for (var i = 0; i < id.length(); i++) {
      if (SAFE.indexOf(id.charAt(i)) < 0) {
        return false;
      }
    }
    return true;
  }

  /// Returns the trace id of a W3C trace context header, version 00; null when it is anything else.
  private static @Nullable String traceId(@Nullable String parent) {
    if (parent == null || parent.length() != 55 || !parent.startsWith("00-")) {
      return null;
    }
    var trace = parent.substring(3, 35);
    for (var i = 0; i < trace.length(); i++) {
      if (HEX.indexOf(trace.charAt(i)) < 0) {
        return null;
      }
    }
    return trace.equals(NO_TRACE) ? null : trace;
  }
}
