package dev.peregrine.customers;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Where an order stands.
public enum OrderStatus {
  /// Placed, not yet paid.
  PENDING,
  /// Paid.
  PAID,
  /// The payment was refused.
  DECLINED,
  /// Called off.
  CANCELLED;

  private static final Map<String, OrderStatus> BY_WORD =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(OrderStatus::word, Function.identity()));

  private final String word = name().toLowerCase(Locale.ROOT);

  /// Returns the word that clients and the database use.
  public String word() {
    return word;
  }

  /// Returns the status of a word.
  ///
  /// @param word what [#word] returns
  /// @throws IllegalArgumentException if it is another
  public static OrderStatus of(String word) {
    var known = BY_WORD.get(word);
    if (known == null) {
      throw new IllegalArgumentException(word + " (expected: one of " + BY_WORD.keySet() + ")");
    }
    return known;
  }
}
