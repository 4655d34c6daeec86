package dev.peregrine.persistence;

/// A place in the log of one timeline, the same on every server that follows it: what a read must
/// have seen.
///
/// @param timeline which history of the log; each promotion begins another one. 0 when it is not
///   known, or does not matter
/// @param bytes from the beginning of the log
public record WalPosition(int timeline, long bytes) {

  /// Any server in rotation will do.
  public static final WalPosition ANY = new WalPosition(0, 0);

  /// Only the primary will do.
  public static final WalPosition LATEST = new WalPosition(0, Long.MAX_VALUE);

  /// Checks the bounds.
  ///
  /// @throws IllegalArgumentException if one is negative
  public WalPosition {
    if (timeline < 0 || bytes < 0) {
      throw new IllegalArgumentException(
          "position: " + timeline + ", " + bytes + " (expected: both >= 0)");
    }
  }
}
