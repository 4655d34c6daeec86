package dev.peregrine.payments;

import java.math.BigDecimal;

/// Asks for money.
///
/// @param key the same for every attempt at the same payment, 1 to 64 letters, digits and dashes
/// @param reference what it is for, as the gateway's records show it; 1 to 64 letters, digits and
///   dashes
/// @param amount two places, not negative
/// @param currency ISO 4217 code
public record AuthorisePayment(String key, String reference, BigDecimal amount, String currency) {

  private static final String PLAIN = "[A-Za-z0-9-]{1,64}";

  /// Checks what goes into a header and a path.
  ///
  /// @throws IllegalArgumentException naming the member and what is expected
  public AuthorisePayment {
    requirePlain("key", key);
    requirePlain("reference", reference);
  }

  static void requirePlain(String name, String value) {
    if (!value.matches(PLAIN)) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + PLAIN + ")");
    }
  }
}
