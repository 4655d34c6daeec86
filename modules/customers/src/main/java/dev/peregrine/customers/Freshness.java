package dev.peregrine.customers;

/// What somebody has seen: a read with it shows nothing older, whoever answers.
///
/// @param cache up to where the cache's log was seen; 0 when that is not known, and then no cache
///   may answer
/// @param wal up to where the database's log was seen, in bytes; [Long#MAX_VALUE] when that is not
///   known, and then only the primary may answer
public record Freshness(long cache, long wal) {

  /// Checks the bounds.
  ///
  /// @throws IllegalArgumentException if one is negative
  public Freshness {
    if (cache < 0 || wal < 0) {
      throw new IllegalArgumentException(
          "freshness: " + cache + ", " + wal + " (expected: both >= 0)");
    }
  }
}
