package dev.peregrine.cache;

/// A place in the invalidation log: whoever reads with it sees nothing older.
///
/// @param position the log's order; 0 when the log could not be written and the token promises
///   nothing
public record Token(long position) {

  /// Promises nothing.
  public static final Token NONE = new Token(0);
}
