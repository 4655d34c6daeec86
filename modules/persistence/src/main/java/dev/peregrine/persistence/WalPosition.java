package dev.peregrine.persistence;

/// A place in the primary's log, the same on every server that follows it: what a read must have
/// seen.
///
/// @param bytes from the beginning of the log
public record WalPosition(long bytes) {

  /// Any server in rotation will do.
  public static final WalPosition ANY = new WalPosition(0);

  /// Only the primary will do.
  public static final WalPosition LATEST = new WalPosition(Long.MAX_VALUE);

  /// Checks the bound.
  ///
  /// @throws IllegalArgumentException if it is negative
  public WalPosition {
    if (bytes < 0) {
      throw new IllegalArgumentException("position: " + bytes + " (expected: >= 0)");
    }
  }
}
