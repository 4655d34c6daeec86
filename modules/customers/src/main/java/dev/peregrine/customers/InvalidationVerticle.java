package dev.peregrine.customers;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Registration;
import dev.peregrine.cache.Caches;
import dev.peregrine.customers.internal.InvalidationRelay;
import dev.peregrine.customers.internal.StorePort;
import dev.peregrine.customers.internal.Withdrawals;
import dev.peregrine.persistence.Outbox;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Drains the outbox's cache lane: what was changed past the service, and what a writer that died
/// did not evict, is forgotten by every node. One instance a node; nodes share the work.
public final class InvalidationVerticle extends VerticleBase {

  /// The outbox lane that is drained.
  public static final String LANE = "cache";

  private final Bus bus;
  private final Outbox outbox;
  private final Caches caches;
  private final InvalidationConfig config;
  private List<Registration> registrations = List.of();
  private @Nullable InvalidationRelay relay;
  private @Nullable Withdrawals withdrawals;

  InvalidationVerticle(Bus bus, Outbox outbox, Caches caches, InvalidationConfig config) {
    this.bus = bus;
    this.outbox = outbox;
    this.caches = caches;
    this.config = config;
  }

  @Override
  public Future<?> start() {
    var started = new InvalidationRelay(vertx, outbox, caches, config);
    var withdrawing = new Withdrawals(vertx, outbox);
    relay = started;
    withdrawals = withdrawing;
    return Future.all(
            outbox.whenAppended(LANE, started::nudge),
            bus.listen(StorePort.FORGOTTEN, forgotten -> withdrawing.add(forgotten.row())))
        .onSuccess(registered -> {
          registrations = registered.list();
          started.look();
        });
  }

  @Override
  public Future<?> stop() {
    return Future.join(registrations.stream().map(Registration::close).toList())
        .eventually(() -> relay == null ? Future.succeededFuture() : relay.stop())
        .eventually(() -> withdrawals == null ? Future.succeededFuture() : withdrawals.stop());
  }
}
