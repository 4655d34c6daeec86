package dev.peregrine.customers;

import java.util.Optional;
import java.util.Set;

/// Asks for a change of a customer; what is absent stays as it is.
///
/// @param id which
/// @param name the new name
/// @param email the new address
/// @param type the new kind
/// @param versions the change is made only if the customer is at one of these; empty: at any
public record ChangeCustomer(
    long id,
    Optional<String> name,
    Optional<String> email,
    Optional<CustomerType> type,
    Optional<Set<Long>> versions) {

  /// Copies.
  public ChangeCustomer {
    versions = versions.map(Set::copyOf);
  }
}
