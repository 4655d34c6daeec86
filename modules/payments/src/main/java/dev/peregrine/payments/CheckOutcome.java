package dev.peregrine.payments;

/// What the checking service says.
public sealed interface CheckOutcome {

  /// Nothing speaks against them; also where no service is configured.
  record Passed() implements CheckOutcome {}

  /// They must not become a customer.
  ///
  /// @param code the service's reason, for the log
  record Refused(String code) implements CheckOutcome {}

  /// The service did not answer in time, or not as it should; the asker decides what that means.
  record Unchecked() implements CheckOutcome {}
}
