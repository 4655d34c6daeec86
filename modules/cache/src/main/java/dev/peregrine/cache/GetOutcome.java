package dev.peregrine.cache;

/// What a region knows about a key, for bus consumers.
public sealed interface GetOutcome {

  /// The source has a value.
  ///
  /// @param value the region's own record
  /// @param tier who answered
  /// @param ageMs how long ago the source was asked, in milliseconds
  /// @param staleness whether it is stale, and why it is served nevertheless
  record Found(Record value, Tier tier, long ageMs, Staleness staleness) implements GetOutcome {}

  /// The source has nothing.
  record Absent() implements GetOutcome {}

  /// There is no such region, or the text is no key of it.
  record NotAKey() implements GetOutcome {}
}
