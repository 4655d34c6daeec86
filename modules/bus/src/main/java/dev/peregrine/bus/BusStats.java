package dev.peregrine.bus;

import org.jspecify.annotations.Nullable;

/// Told about every question, so that whoever measures the house can; called on the asker's
/// context.
public interface BusStats {

  /// Measures nothing.
  BusStats NONE = (address, kind, nanos) -> {};

  /// A question came to its end.
  ///
  /// @param address the address that was asked
  /// @param kind how it failed, or null when it was answered
  /// @param nanos from the question to its answer
  void asked(String address, @Nullable FailureKind kind, long nanos);
}
