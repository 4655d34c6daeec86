package dev.peregrine.bus;

import java.util.Locale;
import java.util.Optional;

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
  INTERNAL;

  /// Returns the word that stands for it in messages.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Returns the kind of a word, or nothing when there is none such.
  ///
  /// @param word what [#word] returns
  public static Optional<FailureKind> of(String word) {
    for (var kind : values()) {
      if (kind.word().equals(word)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
