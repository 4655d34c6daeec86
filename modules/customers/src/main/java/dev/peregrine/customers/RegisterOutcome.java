package dev.peregrine.customers;

import java.util.List;

/// What became of a registration.
public sealed interface RegisterOutcome {

  /// The customer is committed, and a welcome mail with them.
  ///
  /// @param customer as stored, without orders
  /// @param seen what shows the customer to whoever reads with it
  record Registered(Customer customer, Freshness seen) implements RegisterOutcome {}

  /// The same question was carried out before; nothing was written now.
  ///
  /// @param customer as stored then
  /// @param seen what shows the customer to whoever reads with it
  record Repeated(Customer customer, Freshness seen) implements RegisterOutcome {}

  /// The key stands for another question; nothing was written.
  record KeyReused() implements RegisterOutcome {}

  /// Another customer has the address; nothing was written.
  record EmailTaken() implements RegisterOutcome {}

  /// The checking service refuses them; nothing was written.
  record Refused() implements RegisterOutcome {}

  /// The question breaks a rule; nothing was written.
  ///
  /// @param violations at least one
  record Invalid(List<Violation> violations) implements RegisterOutcome {

    /// Copies.
    public Invalid {
      violations = List.copyOf(violations);
    }
  }
}
