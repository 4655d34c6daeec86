package dev.peregrine.cache;

/// Whether an answer of the cache is stale, and why it was given nevertheless.
public enum Staleness {
  /// The source was asked no longer ago than the region believes an entry.
  NONE,
  /// It is stale, and is fetched again while it is served.
  REVALIDATING,
  /// It is stale, and served since the source could not be asked.
  ON_ERROR,
  /// It may be stale: this node could not prove that it has seen every eviction.
  UNPROVEN
}
