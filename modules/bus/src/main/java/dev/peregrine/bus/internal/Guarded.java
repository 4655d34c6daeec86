package dev.peregrine.bus.internal;

import io.vertx.core.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Asks an answerer, which is others' code: whatever it does becomes a future.
public final class Guarded {

  private Guarded() {}

  /// Asks it.
  ///
  /// Errors are caught as well, also those of the virtual machine: the asker would wait for its
  /// deadline otherwise, or be hit by them itself where it shares the event loop. Nothing is lost,
  /// since what becomes of the future is logged with its cause.
  ///
  /// @param answerer answers, throws, or returns null
  /// @return its answer, or a failed future
  public static <A> Future<A> answer(Supplier<@Nullable Future<A>> answerer) {
    try {
      var answer = answerer.get();
      return answer == null
          ? Future.failedFuture(
              new IllegalStateException("the answerer returned null instead of a future"))
          : answer;
    } catch (Throwable thrown) {
      return Future.failedFuture(thrown);
    }
  }
}
