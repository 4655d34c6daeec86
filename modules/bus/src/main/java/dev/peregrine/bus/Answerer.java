package dev.peregrine.bus;

import io.vertx.core.Future;

/// Answers questions of one kind, on the context that registered it.
///
/// @param <Q> the question's type
/// @param <A> the answer's type
@FunctionalInterface
public interface Answerer<Q extends Record, A> {

  /// Answers one question.
  ///
  /// A failed future or whatever is thrown reaches the asker at once: a [BusFailure] with its kind,
  /// anything else as [FailureKind#INTERNAL], and so does null in the place of a future.
  ///
  /// @param question what is asked
  /// @param call until when the asker waits, and for which request
  /// @return the answer
  Future<A> answer(Q question, Call call);
}
