package dev.peregrine.customers;

import java.util.Optional;
import java.util.Set;

/// Asks for the end of a customer and their orders.
///
/// @param id which
/// @param versions they are removed only if the customer is at one of these; empty: at any
public record RemoveCustomer(long id, Optional<Set<Long>> versions) {

  /// Copies.
  public RemoveCustomer {
    versions = versions.map(Set::copyOf);
  }
}
