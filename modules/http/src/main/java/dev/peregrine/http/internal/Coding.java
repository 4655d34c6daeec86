package dev.peregrine.http.internal;

import org.jspecify.annotations.Nullable;

/// How bodies may be coded for one client.
enum Coding {
  /// As it is, whatever its length.
  IDENTITY,
  /// Gzip where that pays, else as it is.
  GZIP,
  /// Gzip, whatever its length.
  ONLY_GZIP,
  /// The client refuses all that there is.
  NONE;

  /// Reads an `Accept-Encoding` header; what is not understood in it counts as not written.
  static Coding of(@Nullable String header) {
    if (header == null) {
      return IDENTITY;
    }
    var gzip = -1;
    var identity = -1;
    var any = -1;
    for (var element : Weighted.parse(header)) {
      switch (element.value()) {
        case "gzip", "x-gzip" -> gzip = element.weight();
        case "identity" -> identity = element.weight();
        case "*" -> any = element.weight();
        default -> {}
      }
    }
    return choose(gzip >= 0 ? gzip : Math.max(any, 0), identity >= 0 ? identity : any);
  }

  /// An identity without a weight is allowed, and liked least.
  private static Coding choose(int gzip, int identity) {
    if (identity == 0) {
      return gzip > 0 ? ONLY_GZIP : NONE;
    }
    return gzip > 0 && gzip >= identity ? GZIP : IDENTITY;
  }
}
