package dev.peregrine.payments;

/// Told how the outside services fare, so that whoever measures the house can; called on the
/// asker's context.
public interface PaymentsStats {

  /// Measures nothing.
  PaymentsStats NONE = new PaymentsStats() {};

  /// A question to a service came to its end.
  ///
  /// @param service `gateway` or `checks`
  /// @param outcome `answered`, `failed`, `late`, `open` when the breaker refused it, `overloaded`
  ///   when too many were waiting
  /// @param nanos from the question to its end
  default void called(String service, String outcome, long nanos) {}

  /// A circuit breaker moved.
  ///
  /// @param service `gateway` or `checks`
  /// @param state `closed`, `open` or `half_open`
  default void breaker(String service, String state) {}
}
