package dev.peregrine.bus;

import io.vertx.core.Future;

/// What answerers do that no answerer should.
final class Faults {

  private Faults() {}

  /// Does it.
  ///
  /// @param fault `null`, `assertion`, `stack` or `memory`
  static <A> Future<A> of(String fault) {
    return switch (fault) {
      case "null" -> null;
      case "assertion" -> throw new AssertionError("broken on purpose");
      case "stack" -> throw new StackOverflowError("broken on purpose");
      case "memory" -> throw new OutOfMemoryError("broken on purpose");
      default -> throw new IllegalArgumentException(fault);
    };
  }
}
