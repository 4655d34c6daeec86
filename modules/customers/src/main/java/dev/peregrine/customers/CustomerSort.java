package dev.peregrine.customers;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/// In which order a list shows customers; equals are ordered by id.
public enum CustomerSort {
  /// By name, code point by code point.
  NAME("name"),
  /// By name, backwards.
  NAME_DOWN("-name"),
  /// Oldest first.
  CREATED("createdAt"),
  /// Newest first.
  CREATED_DOWN("-createdAt");

  /// The words that clients use.
  public static final Set<String> WORDS =
      Arrays.stream(values()).map(CustomerSort::word).collect(Collectors.toUnmodifiableSet());

  private final String word;

  CustomerSort(String word) {
    this.word = word;
  }

  /// Returns the word that clients use.
  public String word() {
    return word;
  }

  /// Returns whether larger keys come first.
  public boolean down() {
    return word.startsWith("-");
  }

  /// Returns whether names are the key; otherwise the day of creation.
  public boolean byName() {
    return this == NAME || this == NAME_DOWN;
  }

  /// Returns the sort of a word.
  ///
  /// @param word one of [#WORDS]
  /// @throws IllegalArgumentException if it is another
  public static CustomerSort of(String word) {
    return Arrays.stream(values())
        .filter(sort -> sort.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("sort: unknown (expected: " + WORDS + ")"));
  }
}
