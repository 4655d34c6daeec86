package dev.peregrine.payments;

/// How the sandbox treats questions.
public enum SandboxMode {
  /// As a gateway should; some amounts are declined or go wrong, as the room's page lists.
  HEALTHY,
  /// Answers after a while.
  SLOW,
  /// Never answers.
  HUNG,
  /// Closes the connection.
  RESET,
  /// Answers 500.
  ERROR,
  /// Sends the asker elsewhere.
  REDIRECT,
  /// Answers what is no JSON.
  GARBAGE,
  /// Answers without an end in sight.
  HUGE,
  /// Charges, then closes the connection before the answer.
  LOST
}
