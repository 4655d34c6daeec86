package dev.peregrine.cache;

/// How a read may be answered.
///
/// @param atLeast nothing older than this is good enough
/// @param tiers who may answer before the source is asked
public record ReadOptions(Token atLeast, Tiers tiers) {

  private static final ReadOptions ANY = new ReadOptions(Token.NONE, Tiers.BOTH);

  /// Any tier may answer with what it has.
  public static ReadOptions any() {
    return ANY;
  }

  /// The answer reflects every change up to the token.
  ///
  /// @param token what an eviction or a put answered
  public static ReadOptions atLeast(Token token) {
    return new ReadOptions(token, Tiers.BOTH);
  }

  /// Only these tiers may answer, and else the source.
  ///
  /// @param tiers who may answer before the source is asked
  public static ReadOptions only(Tiers tiers) {
    return new ReadOptions(Token.NONE, tiers);
  }

  /// Only the source may answer.
  public static ReadOptions bypassed() {
    return only(Tiers.NONE);
  }

  /// Tells whether both tiers are left out.
  public boolean bypass() {
    return tiers == Tiers.NONE;
  }

  /// Tells whether this process's memory may answer, and remember.
  public boolean near() {
    return tiers == Tiers.BOTH || tiers == Tiers.NEAR;
  }

  /// Tells whether the far tier may answer, and remember.
  public boolean far() {
    return tiers == Tiers.BOTH || tiers == Tiers.FAR;
  }
}
