package dev.peregrine.customers.internal;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.FailureKind;
import io.vertx.core.Future;
import java.util.function.IntFunction;

/// How much is asked for at a time: half as much after what took too long, and an eighth more after
/// each that did not. Confined to one context.
final class Portion {

  private final int least;
  private final int most;
  private int size;

  /// Makes one that starts with the most.
  ///
  /// @param least never less
  /// @param most never more
  Portion(int least, int most) {
    this.least = least;
    this.most = most;
    this.size = most;
  }

  /// Asks for as much as did not take too long lately.
  ///
  /// @param ask told how much
  <T> Future<T> ask(IntFunction<Future<T>> ask) {
    return ask.apply(size)
        .andThen((done, thrown) -> {
          if (thrown == null) {
            size = Math.min(most, size + Math.max(1, size / 8));
          } else if (thrown instanceof BusFailure failure
              && failure.kind() == FailureKind.DEADLINE) {
            size = Math.max(least, size / 2);
          }
        });
  }
}
