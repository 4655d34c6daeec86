package dev.peregrine.customers;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What kind of customer it is.
public enum CustomerType {
  /// A person.
  INDIVIDUAL,
  /// A company.
  BUSINESS,
  /// A company that sells for us.
  PARTNER;

  private static final Map<String, CustomerType> BY_WORD =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(CustomerType::word, Function.identity()));

  /// The words that clients and the database use.
  public static final Set<String> WORDS = BY_WORD.keySet();

  private final String word = name().toLowerCase(Locale.ROOT);

  /// Returns the word that clients and the database use.
  public String word() {
    return word;
  }

  /// Returns the type of a word.
  ///
  /// @param word one of [#WORDS]
  /// @throws IllegalArgumentException if it is another
  public static CustomerType of(String word) {
    var known = BY_WORD.get(word);
    if (known == null) {
      throw new IllegalArgumentException(word + " (expected: one of " + BY_WORD.keySet() + ")");
    }
    return known;
  }
}
