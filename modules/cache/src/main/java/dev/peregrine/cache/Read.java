package dev.peregrine.cache;

import java.time.Duration;
import java.util.Optional;

/// What a region knows about a key.
///
/// @param value what the source had; empty when it had nothing, which is remembered too
/// @param tier who answered
/// @param loadedAtNanos when the source was asked, on this process's monotonic clock; for an entry
///   of another node as near as its remaining life tells
/// @param freshUntilNanos from when on it is stale, on the same clock
/// @param staleness whether it is, and why it is served nevertheless
/// @param version every invalidation up to here is reflected in it, for [Cache#putIf] and for reads
///   that are to see nothing older; [Token#NONE] when that is not known
/// @param <V> the value's type, immutable
public record Read<V>(
    Optional<V> value,
    Tier tier,
    long loadedAtNanos,
    long freshUntilNanos,
    Staleness staleness,
    Token version) {

  /// Returns how long ago the source was asked, never negative.
  public Duration age() {
    return Duration.ofNanos(Math.max(0, System.nanoTime() - loadedAtNanos));
  }

  /// Returns for how long it is fresh; negative when it has been stale for that long.
  public Duration freshFor() {
    return Duration.ofNanos(freshUntilNanos - System.nanoTime());
  }

  /// Returns the same answer as given by another tier.
  ///
  /// @param answered who answers now
  public Read<V> from(Tier answered) {
    return new Read<>(value, answered, loadedAtNanos, freshUntilNanos, staleness, version);
  }

  /// Returns the same answer as served although it is stale.
  ///
  /// @param reason why
  public Read<V> stale(Staleness reason) {
    return new Read<>(value, tier, loadedAtNanos, freshUntilNanos, reason, version);
  }
}
