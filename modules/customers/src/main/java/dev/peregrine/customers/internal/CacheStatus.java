package dev.peregrine.customers.internal;

import dev.peregrine.cache.Read;

/// What the `Cache-Status` header says (RFC 9211).
final class CacheStatus {

  private CacheStatus() {}

  static String of(Read<?> read) {
    var cache =
        switch (read.tier()) {
          case NEAR, SOURCE -> "peregrine-l1";
          case FAR -> "peregrine-l2";
        };
    return switch (read.staleness()) {
      case NONE ->
          switch (read.tier()) {
            case NEAR, FAR -> cache + "; hit";
            case SOURCE -> cache + "; fwd=miss";
          };
      case UNPROVEN -> cache + "; hit; detail=unproven";
      case REVALIDATING -> cache + "; hit; ttl=" + ttl(read) + "; detail=stale-while-revalidate";
      case ON_ERROR -> cache + "; fwd=stale; ttl=" + ttl(read) + "; detail=stale-if-error";
    };
  }

  /// Rounded down: what has been stale for half a second has a time to live of minus one.
  private static long ttl(Read<?> read) {
    return Math.floorDiv(read.freshFor().toMillis(), 1_000L);
  }
}
