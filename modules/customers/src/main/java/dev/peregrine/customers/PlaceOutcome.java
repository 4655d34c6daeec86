package dev.peregrine.customers;

import java.util.List;

/// What became of an order.
public sealed interface PlaceOutcome {

  /// The order is paid.
  ///
  /// @param order as stored
  /// @param seen what shows the order to whoever reads with it
  /// @param repeated whether the same question was carried out before, and nothing was done now
  record Placed(Order order, Freshness seen, boolean repeated) implements PlaceOutcome {}

  /// The gateway gave no money; the order stays, declined.
  ///
  /// @param order as stored
  /// @param seen what shows the order to whoever reads with it
  /// @param repeated whether the same question was carried out before, and nothing was done now
  record Declined(Order order, Freshness seen, boolean repeated) implements PlaceOutcome {}

  /// The order was called off before it could be paid.
  ///
  /// @param order as stored
  record CalledOff(Order order) implements PlaceOutcome {}

  /// The same question is being carried out at this moment.
  record InProgress() implements PlaceOutcome {}

  /// The key stands for another question; nothing was written.
  record KeyReused() implements PlaceOutcome {}

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
