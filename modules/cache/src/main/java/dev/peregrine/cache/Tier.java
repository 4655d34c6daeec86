package dev.peregrine.cache;

/// Where an answer came from.
public enum Tier {
  /// This process's memory.
  NEAR,
  /// Redis.
  FAR,
  /// The loader: neither tier had it, or neither could be asked.
  SOURCE
}
