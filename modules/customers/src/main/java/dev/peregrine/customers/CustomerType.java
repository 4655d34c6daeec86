package dev.peregrine.customers;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What kind of customer it is.
public enum CustomerType {
  /// A person.
  INDIVIDUAL,
  /// A company.
  BUSINESS,
  /// A company that sells for us.
  PARTNER;

  /// The words that clients and the database use.
  public static final Set<String> WORDS =
      Arrays.stream(values()).map(CustomerType::word).collect(Collectors.toUnmodifiableSet());

  /// Returns the word that clients and the database use.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Returns the type of a word.
  ///
  /// @param word one of [#WORDS]
  /// @throws IllegalArgumentException if it is another
  public static CustomerType of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
