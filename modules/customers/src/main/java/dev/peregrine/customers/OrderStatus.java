package dev.peregrine.customers;

import java.util.Locale;

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

  /// Returns the word that clients and the database use.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Returns the status of a word.
  ///
  /// @param word what [#word] returns
  /// @throws IllegalArgumentException if it is another
  public static OrderStatus of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
