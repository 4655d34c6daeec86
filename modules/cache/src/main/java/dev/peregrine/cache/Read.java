package dev.peregrine.cache;

import java.time.Duration;
import java.util.Optional;

/// What a region knows about a key.
///
/// @param value what the source had; empty when it had nothing, which is remembered too
/// @param tier who answered
/// @param loadedAtNanos when the source was asked, on this process's monotonic clock; for an entry
///   of another node as near as its remaining life tells
/// @param <V> the value's type, immutable
public record Read<V>(Optional<V> value, Tier tier, long loadedAtNanos) {

  /// Returns how long ago the source was asked, never negative.
  public Duration age() {
    return Duration.ofNanos(Math.max(0, System.nanoTime() - loadedAtNanos));
  }

  /// Returns the same answer as given by another tier.
  ///
  /// @param answered who answers now
  public Read<V> from(Tier answered) {
    return new Read<>(value, answered, loadedAtNanos);
  }
}
