package dev.peregrine.persistence;

import dev.peregrine.bus.FailureKind;
import org.jspecify.annotations.Nullable;

/// Told about every statement, so that whoever measures the house can; called on the caller's
/// context.
public interface DatabaseStats {

  /// Measures nothing.
  DatabaseStats NONE = (statement, kind, nanos) -> {};

  /// A statement came to its end, or was refused.
  ///
  /// @param statement which one
  /// @param kind how it failed, or null when it did not
  /// @param nanos from the call to the result, waiting included
  void executed(Statement statement, @Nullable FailureKind kind, long nanos);

  /// A statement that did not fail found or changed rows.
  ///
  /// @param statement which one
  /// @param rows how many
  default void found(Statement statement, int rows) {}

  /// A read that replicas may answer was answered, or was refused, by this server.
  ///
  /// @param route whose
  default void routed(ReadRoute route) {}
}
