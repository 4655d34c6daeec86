package dev.peregrine.customers;

/// What somebody has seen: a read with it shows nothing older, whoever answers.
///
/// @param cache up to where the cache's log was seen; 0 when that is not known, and then no cache
///   may answer
/// @param timeline which history of the database's log was seen; 0 when that is not known
/// @param wal up to where it was seen, in bytes; [Long#MAX_VALUE] when that is not known, and then
///   only the primary may answer
public record Freshness(long cache, int timeline, long wal) {

  /// Checks the bounds.
  ///
  /// @throws IllegalArgumentException if one is negative
  public Freshness {
    if (cache < 0 || timeline < 0 || wal < 0) {
      throw new IllegalArgumentException(
          "freshness: " + cache + ", " + timeline + ", " + wal + " (expected: all >= 0)");
    }
  }
}
