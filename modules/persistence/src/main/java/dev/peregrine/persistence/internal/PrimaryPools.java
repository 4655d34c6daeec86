package dev.peregrine.persistence.internal;

import dev.peregrine.persistence.DatabaseConfig;
import dev.peregrine.persistence.PoolState;
import dev.peregrine.persistence.Purpose;
import dev.peregrine.persistence.Statement;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The pools of every purpose on whichever server is the primary. Safe on any thread.
public final class PrimaryPools {

  private final Map<Purpose, PrimaryPool> pools = new EnumMap<>(Purpose.class);
  private final Function<URI, StatementPool> lists;

  /// Opens the pools; connections are made when they are first needed.
  ///
  /// @param vertx whose event loops do the work
  /// @param config sizes and bounds
  /// @param server the primary at first
  /// @param statements each is prepared on each new connection of its pool
  public PrimaryPools(Vertx vertx, DatabaseConfig config, URI server, List<Statement> statements) {
    var reads = statements.stream().filter(one -> one.purpose() == Purpose.READ).toList();
    Function<URI, Pools> factory =
        at -> new Pools(vertx, at, config.maxLifetime()).warming(statements);
    pools.put(
        Purpose.READ,
        new PrimaryPool(
            server, at -> factory.apply(at).pipelined(config.reads(), config.pipelining(), reads)));
    var others =
        Map.of(
            Purpose.LIST,
            config.lists(),
            Purpose.WRITE,
            config.writes(),
            Purpose.RELAY,
            config.relay(),
            Purpose.BULK,
            config.bulk());
    lists = at -> factory.apply(at).pooled(Purpose.LIST, config.lists());
    others.forEach((purpose, bounds) ->
        pools.put(
            purpose, new PrimaryPool(server, at -> factory.apply(at).pooled(purpose, bounds))));
  }

  /// Returns the pool of a purpose.
  ///
  /// @param purpose which
  public PrimaryPool of(Purpose purpose) {
    var pool = pools.get(purpose);
    if (pool == null) {
      throw new IllegalStateException("no pool for " + purpose);
    }
    return pool;
  }

  /// Makes a pool for lists on a server that is not the primary, as that of the primary is.
  ///
  /// @param replica where it is
  StatementPool lists(URI replica) {
    return lists.apply(replica);
  }

  /// Sends everything to another server from now on.
  ///
  /// @param server the primary
  public void moveTo(URI server) {
    pools.values().forEach(pool -> pool.moveTo(server));
  }

  /// Returns what each pool is doing at this moment.
  public List<PoolState> states() {
    return pools.entrySet().stream().map(one -> one.getValue().now().state(one.getKey())).toList();
  }

  /// Closes every connection.
  ///
  /// @return done when they are closed
  public Future<Void> close() {
    return Future.join(pools.values().stream().map(PrimaryPool::close).toList()).mapEmpty();
  }
}
