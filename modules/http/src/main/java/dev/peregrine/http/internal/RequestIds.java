package dev.peregrine.http.internal;

import dev.peregrine.bus.TraceParent;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.Optional;
import java.util.UUID;

/// Takes the id that a client gave its request, or makes one.
///
/// Confined to one context.
final class RequestIds {

  static final CharSequence HEADER = HttpHeaders.createOptimized("x-request-id");

  private static final CharSequence TRACE_PARENT = HttpHeaders.createOptimized(TraceParent.NAME);
  private static final String SAFE =
      "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ._-";

  private final String prefix = UUID.randomUUID().toString().substring(24) + "-";
  private long made;

  static Optional<TraceParent> traceParent(MultiMap headers) {
    return TraceParent.of(headers.get(TRACE_PARENT));
  }

  String of(MultiMap headers) {
    var given = headers.get(HEADER);
    if (given != null && isSafe(given)) {
      return given;
    }
    return traceParent(headers).map(TraceParent::traceId).orElseGet(this::made);
  }

  private String made() {
    return prefix + Long.toString(++made, 36);
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
}
