package dev.peregrine.cache.internal;

import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;

/// Leaves the far tier alone for a while after it failed several times in a row. Confined to the
/// deploying context.
public final class Guard {

  private static final int MAX_FAILURES = 5;

  private final CircuitBreaker breaker;

  /// Makes a guard that lets everything pass.
  ///
  /// @param vertx whose timers it uses
  /// @param rest how long it is left alone
  public Guard(Vertx vertx, Duration rest) {
    // The link bounds every exchange, so the breaker needs no time-out of its own.
    var options =
        new CircuitBreakerOptions()
            .setMaxFailures(MAX_FAILURES)
            .setTimeout(-1)
            .setResetTimeout(rest.toMillis());
    this.breaker = CircuitBreaker.create("far-tier", vertx, options);
  }

  <T> Future<T> pass(Supplier<Future<T>> exchange) {
    return breaker.execute(exchange);
  }
}
