package dev.peregrine.customers;

import java.util.Optional;

/// Asks for one customer.
///
/// @param id which
/// @param atLeast what the answer must have seen; absent: what any cache has
public record FindCustomer(long id, Optional<Freshness> atLeast) {

  /// Asks for what any cache has.
  ///
  /// @param id which
  public FindCustomer(long id) {
    this(id, Optional.empty());
  }
}
