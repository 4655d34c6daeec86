package dev.peregrine.customers;

/// What became of a removal.
public sealed interface RemoveOutcome {

  /// The customer and their orders are gone.
  record Removed() implements RemoveOutcome {}

  /// The customer is at another version; nothing was removed.
  ///
  /// @param version where it is
  record Stale(long version) implements RemoveOutcome {}

  /// There is no such customer.
  record Unknown() implements RemoveOutcome {}
}
