package dev.peregrine.customers;

import dev.peregrine.bus.Bus;
import dev.peregrine.cache.Cache;
import dev.peregrine.customers.internal.OrderSettlement;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.jspecify.annotations.Nullable;

/// Settles the orders that nobody waits for any more, and forgets old idempotency keys; one
/// instance a node, and nodes share the work.
public final class SettlementVerticle extends VerticleBase {

  private static final long TURN_MS = 1_000;

  private final OrderSettlement settlement;
  private boolean stopped;
  private @Nullable Future<Void> turn;
  private long timer;

  SettlementVerticle(Bus bus, Cache<Long, Customer> cache, CustomersConfig config) {
    this.settlement = new OrderSettlement(bus, cache, config.callOffAfter());
  }

  @Override
  public Future<?> start() {
    next();
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    vertx.cancelTimer(timer);
    return turn == null ? Future.succeededFuture() : turn;
  }

  private void next() {
    timer =
        vertx.setTimer(
            TURN_MS,
            fired ->
                turn =
                    settlement
                        .turn()
                        .onComplete(done -> {
                          if (!stopped) {
                            next();
                          }
                        }));
  }
}
