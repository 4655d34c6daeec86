package dev.peregrine.customers;

import dev.peregrine.bus.Bus;
import dev.peregrine.cache.Cache;
import dev.peregrine.customers.internal.OrderSettlement;
import dev.peregrine.customers.internal.Turns;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Settles the orders that nobody waits for any more, and forgets old idempotency keys; one
/// instance a node, and nodes share the work.
public final class SettlementVerticle extends VerticleBase {

  private static final Duration BETWEEN_TURNS = Duration.ofSeconds(1);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

  private final OrderSettlement settlement;
  private @Nullable Turns turns;

  SettlementVerticle(Bus bus, Cache<Long, Customer> cache, CustomersConfig config) {
    this.settlement = new OrderSettlement(bus, cache, config.callOffAfter());
  }

  @Override
  public Future<?> start() {
    var made = new Turns(vertx, BETWEEN_TURNS, settlement::turn);
    turns = made;
    made.start();
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return turns == null ? Future.succeededFuture() : turns.stop(LONGEST_STOP);
  }
}
