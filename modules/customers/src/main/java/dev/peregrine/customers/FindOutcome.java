package dev.peregrine.customers;

/// What is known of a customer.
public sealed interface FindOutcome {

  /// There is one.
  ///
  /// @param customer with the ten newest orders
  record Found(Customer customer) implements FindOutcome {}

  /// There is none.
  record Unknown() implements FindOutcome {}
}
