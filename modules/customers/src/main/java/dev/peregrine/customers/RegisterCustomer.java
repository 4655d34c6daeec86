package dev.peregrine.customers;

import java.util.Optional;

/// Asks for a new customer.
///
/// @param name 1 to 200 characters, no control characters
/// @param email an address that no other customer has
/// @param type what kind
/// @param key tells a repetition from a new question
public record RegisterCustomer(
    String name, String email, CustomerType type, Optional<IdempotencyKey> key) {

  /// Asks without a key.
  ///
  /// @param name 1 to 200 characters, no control characters
  /// @param email an address that no other customer has
  /// @param type what kind
  public RegisterCustomer(String name, String email, CustomerType type) {
    this(name, email, type, Optional.empty());
  }
}
