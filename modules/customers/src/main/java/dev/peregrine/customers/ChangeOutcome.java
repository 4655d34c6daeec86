package dev.peregrine.customers;

import java.util.List;

/// What became of a change.
public sealed interface ChangeOutcome {

  /// The change is committed.
  ///
  /// @param customer as it is now
  /// @param seen what shows the change to whoever reads with it
  record Changed(Customer customer, Freshness seen) implements ChangeOutcome {}

  /// The customer is at another version; nothing was written.
  ///
  /// @param version where it is
  record Stale(long version) implements ChangeOutcome {}

  /// Another customer has the address; nothing was written.
  record EmailTaken() implements ChangeOutcome {}

  /// There is no such customer.
  record Unknown() implements ChangeOutcome {}

  /// The question breaks a rule; nothing was written.
  ///
  /// @param violations at least one
  record Invalid(List<Violation> violations) implements ChangeOutcome {

    /// Copies.
    public Invalid {
      violations = List.copyOf(violations);
    }
  }
}
