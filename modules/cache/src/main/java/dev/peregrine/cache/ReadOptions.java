package dev.peregrine.cache;

/// How a read may be answered.
///
/// @param atLeast nothing older than this is good enough
/// @param bypass whether both tiers are left out and the source is asked; the answer is not
///   remembered
public record ReadOptions(Token atLeast, boolean bypass) {

  private static final ReadOptions ANY = new ReadOptions(Token.NONE, false);

  /// Any tier may answer with what it has.
  public static ReadOptions any() {
    return ANY;
  }

  /// The answer reflects every change up to the token.
  ///
  /// @param token what an eviction answered
  public static ReadOptions atLeast(Token token) {
    return new ReadOptions(token, false);
  }

  /// Only the source may answer.
  public static ReadOptions bypassed() {
    return new ReadOptions(Token.NONE, true);
  }
}
