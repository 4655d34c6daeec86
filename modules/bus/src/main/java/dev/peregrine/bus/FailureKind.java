package dev.peregrine.bus;

/// Why a question has no answer, as far as an asker can act on it. The set is closed.
public enum FailureKind {
  /// The question itself is wrong; asking again will not help.
  INVALID,
  /// Whoever should answer, or something behind it, is away; asking later may help.
  UNAVAILABLE,
  /// A bound was reached and the question was refused before work was done on it.
  OVERLOADED,
  /// The asker's time ran out; whether the work was done is not known.
  DEADLINE,
  /// A fault of the answering side.
  INTERNAL
}
