package dev.peregrine.customers;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Registration;
import dev.peregrine.cache.Caches;
import dev.peregrine.customers.internal.FailOverEviction;
import dev.peregrine.customers.internal.InvalidationRelay;
import dev.peregrine.customers.internal.StorePort;
import dev.peregrine.customers.internal.Withdrawals;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.Outbox;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Drains the outbox's cache lane: what was changed past the service, and what a writer that died
/// did not evict, is forgotten by every node; and everything, when another Postgres became the
/// primary. One instance a node; nodes share the work.
public final class InvalidationVerticle extends VerticleBase {

  /// The outbox lane that is drained.
  public static final String LANE = "cache";

  private final Bus bus;
  private final Outbox outbox;
  private final Database database;
  private final Caches caches;
  private final InvalidationConfig config;
  private List<Registration> registrations = List.of();
  private @Nullable InvalidationRelay relay;
  private @Nullable Withdrawals withdrawals;
  private @Nullable FailOverEviction failOver;

  InvalidationVerticle(Bus bus, Lane lane, Caches caches, InvalidationConfig config) {
    this.bus = bus;
    this.outbox = lane.outbox;
    this.database = lane.database;
    this.caches = caches;
    this.config = config;
  }

  /// Where the lane is, and who knows of promotions.
  record Lane(Outbox outbox, Database database) {}

  @Override
  public Future<?> start() {
    var started = new InvalidationRelay(vertx, outbox, caches, config);
    var withdrawing = new Withdrawals(vertx, outbox);
    relay = started;
    withdrawals = withdrawing;
    var evicting = new FailOverEviction(vertx, bus, outbox);
    failOver = evicting;
    return Future.all(
            outbox.whenAppended(LANE, started::nudge),
            bus.listen(StorePort.FORGOTTEN, forgotten -> withdrawing.add(forgotten.row())))
        .onSuccess(registered -> {
          registrations = registered.list();
          started.look();
          database.whenTimeline(evicting::seen);
        });
  }

  @Override
  public Future<?> stop() {
    if (failOver != null) {
      failOver.stop();
    }
    return Future.join(registrations.stream().map(Registration::close).toList())
        .eventually(() -> relay == null ? Future.succeededFuture() : relay.stop())
        .eventually(() -> withdrawals == null ? Future.succeededFuture() : withdrawals.stop());
  }
}
