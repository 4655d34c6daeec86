package dev.peregrine.cache.internal;

import dev.peregrine.cache.RedisConfig;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/// Leaves Redis alone for a while after it failed several times in a row. Confined to the deploying
/// context.
public final class Guard {

  private static final int MAX_FAILURES = 5;

  private final CircuitBreaker breaker;

  /// Makes a guard that lets everything pass.
  ///
  /// @param vertx whose timers it uses
  /// @param config when to leave Redis alone
  public Guard(Vertx vertx, RedisConfig config) {
    // The link bounds every exchange, so the breaker needs no time-out of its own.
    var options =
        new CircuitBreakerOptions()
            .setMaxFailures(MAX_FAILURES)
            .setTimeout(-1)
            .setResetTimeout(config.retryAfter().toMillis());
    this.breaker = CircuitBreaker.create("redis", vertx, options);
  }

  <T> Future<T> pass(Supplier<Future<T>> exchange) {
    return breaker.execute(exchange);
  }
}
