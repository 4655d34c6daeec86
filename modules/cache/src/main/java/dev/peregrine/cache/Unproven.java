package dev.peregrine.cache;

/// What a region does while its node cannot prove that it has seen every eviction.
public enum Unproven {
  /// It asks the source.
  BYPASS,
  /// It serves what is in memory, marked [Staleness#UNPROVEN], as long as the region allows; then
  /// it asks the source.
  SERVE_STALE,
  /// It fails: for sources that would not bear every read.
  FAIL
}
