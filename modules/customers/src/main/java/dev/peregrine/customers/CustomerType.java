package dev.peregrine.customers;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// What kind of customer it is.
public enum CustomerType {
  /// A person.
  INDIVIDUAL,
  /// A company.
  BUSINESS,
  /// A company that sells for us.
  PARTNER;

  /// The words that clients and the database use, sorted.
  public static final Set<String> WORDS = words();

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

  private static Set<String> words() {
    var words = new TreeSet<String>();
    for (var type : values()) {
      words.add(type.word());
    }
    return java.util.Collections.unmodifiableSet(words);
  }
}
