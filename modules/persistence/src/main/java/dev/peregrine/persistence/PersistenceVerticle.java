package dev.peregrine.persistence;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Registration;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;

/// Hosts the rooms' stores; one instance an event loop.
public final class PersistenceVerticle extends VerticleBase {

  private final Bus bus;
  private final Database database;
  private final List<Store> stores;
  private List<List<Registration>> registrations = List.of();

  /// Makes an instance.
  ///
  /// @param bus where questions come from
  /// @param database where they are answered
  /// @param stores who answers them
  public PersistenceVerticle(Bus bus, Database database, List<Store> stores) {
    this.bus = bus;
    this.database = database;
    this.stores = List.copyOf(stores);
  }

  @Override
  public Future<?> start() {
    return Future.all(stores.stream().map(store -> store.open(bus, database)).toList())
        .onSuccess(opened -> registrations = opened.list());
  }

  @Override
  public Future<?> stop() {
    var open = registrations.stream().flatMap(List::stream).map(Registration::close).toList();
    return Future.join(open);
  }
}
