package dev.peregrine.customers;

import java.util.List;

/// What became of an order.
public sealed interface PlaceOutcome {

  /// The order is committed.
  ///
  /// @param order as stored
  /// @param seen what shows the order to whoever reads with it
  record Placed(Order order, Freshness seen) implements PlaceOutcome {}

  /// There is no such customer.
  record Unknown() implements PlaceOutcome {}

  /// The question breaks a rule; nothing was written.
  ///
  /// @param violations at least one
  record Invalid(List<Violation> violations) implements PlaceOutcome {

    /// Copies.
    public Invalid {
      violations = List.copyOf(violations);
    }
  }
}
