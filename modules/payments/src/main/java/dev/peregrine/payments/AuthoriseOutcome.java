package dev.peregrine.payments;

/// What the gateway decided; it decides the same for the same key.
public sealed interface AuthoriseOutcome {

  /// The money is ours.
  ///
  /// @param payment the gateway's name for it
  record Authorised(String payment) implements AuthoriseOutcome {}

  /// There is no money.
  ///
  /// @param code the gateway's reason, for the log
  record Declined(String code) implements AuthoriseOutcome {}
}
