package dev.peregrine.cache;

import java.util.Set;

/// What one tier holds of one key.
///
/// @param tier which tier
/// @param absent whether it is the knowledge that the source has nothing
/// @param believed whether a read would be answered with it: it is fresh, and nothing that was
///   evicted since
/// @param ageMs how long ago the source was asked
/// @param freshForMs how long it is fresh; negative when it has been stale for that long
/// @param goneInMs when the tier drops it, if nobody does before
/// @param bytes what it weighs in this process, about, or takes in Redis
/// @param tags by which it can be evicted with others
/// @param stamp every invalidation up to this place of the log is reflected in it; 0 when the log
///   could not be read before it was loaded
public record EntryFigures(
    Tier tier,
    boolean absent,
    boolean believed,
    long ageMs,
    long freshForMs,
    long goneInMs,
    long bytes,
    Set<String> tags,
    long stamp) {

  /// Copies.
  public EntryFigures {
    tags = Set.copyOf(tags);
  }
}
