package dev.peregrine.customers;

/// What became of a removal.
public sealed interface RemoveOutcome {

  /// The customer and their orders are gone.
  ///
  /// @param seen what hides them from whoever reads with it
  record Removed(Freshness seen) implements RemoveOutcome {}

  /// The customer is at another version; nothing was removed.
  ///
  /// @param version where it is
  record Stale(long version) implements RemoveOutcome {}

  /// There is no such customer.
  record Unknown() implements RemoveOutcome {}
}
