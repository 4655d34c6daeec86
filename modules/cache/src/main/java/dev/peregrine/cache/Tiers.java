package dev.peregrine.cache;

/// Which tiers may answer a read before the source does, and remember what the source says.
public enum Tiers {
  /// This process's memory, then the far tier.
  BOTH,
  /// This process's memory only.
  NEAR,
  /// The far tier only.
  FAR,
  /// Neither: the source is asked, and what it says is not remembered.
  NONE
}
