package dev.peregrine.cache.internal;

import java.util.Set;

/// How far an entry can be trusted.
///
/// @param position every invalidation at or before it was committed before the value was read from
///   the source
/// @param tags by which it can be evicted with others
/// @param freshUntilNanos from then on it is stale, on this process's monotonic clock
/// @param goneAtNanos end of its life, on the same clock
public record Stamp(long position, Set<String> tags, long freshUntilNanos, long goneAtNanos) {

  /// The end of the log could not be read before the load, so the value is believed for the bound
  /// only.
  static final long UNKNOWN = 0;

  boolean isFresh(long nowNanos) {
    return nowNanos - freshUntilNanos < 0;
  }
}
