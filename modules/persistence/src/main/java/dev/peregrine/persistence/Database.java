package dev.peregrine.persistence;

import dev.peregrine.bus.Call;
import dev.peregrine.persistence.internal.Pools;
import dev.peregrine.persistence.internal.StatementPool;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// One Postgres server, behind a pool for each purpose.
///
/// Shared by all event loops; each keeps to its own connections where it can. Every wait has a
/// bound: a statement that finds its pool's queue full is refused at once, one whose caller's
/// deadline passes fails with it, and the server gives up on it after the pool's statement timeout.
public final class Database {

  private static final Statement PING = Statement.read("database.ping", "select 1");

  private final Map<Purpose, StatementPool> pools;
  private final DatabaseStats stats;

  private Database(Map<Purpose, StatementPool> pools, DatabaseStats stats) {
    this.pools = pools;
    this.stats = stats;
  }

  /// Opens the pools; connections are made when they are first needed.
  ///
  /// @param vertx whose event loops do the work
  /// @param config sizes and bounds
  /// @param server where Postgres is
  /// @param statements every point read is run once, with null for every parameter, on each new
  ///   connection, so that no request pays for its preparation and stalls the pipeline behind it
  /// @return the database; [#measuredBy] says who counts
  public static Database open(
      Vertx vertx, DatabaseConfig config, URI server, List<Statement> statements) {
    var factory = new Pools(vertx, server);
    var pools = new EnumMap<Purpose, StatementPool>(Purpose.class);
    var reads = statements.stream().filter(one -> one.purpose() == Purpose.READ).toList();
    pools.put(Purpose.READ, factory.pipelined(config.reads(), config.pipelining(), reads));
    pools.put(Purpose.LIST, factory.pooled(Purpose.LIST, config.lists()));
    pools.put(Purpose.WRITE, factory.pooled(Purpose.WRITE, config.writes()));
    pools.put(Purpose.RELAY, factory.pooled(Purpose.RELAY, config.relay()));
    return new Database(pools, DatabaseStats.NONE);
  }

  /// Returns the same database, with its statements counted.
  ///
  /// @param observer told about every statement
  public Database measuredBy(DatabaseStats observer) {
    return new Database(pools, observer);
  }

  /// Runs a statement on the pool of its purpose.
  ///
  /// @param statement which
  /// @param parameters one for each `$n`
  /// @param call until when the caller waits
  /// @return the rows, or a [dev.peregrine.bus.BusFailure]; a statement that failed with its
  ///   connection may have been carried out
  public Future<RowSet<Row>> execute(Statement statement, Tuple parameters, Call call) {
    var start = System.nanoTime();
    return pool(statement.purpose())
        .execute(statement, parameters, call.deadline())
        .transform((rows, thrown) -> {
          if (thrown == null) {
            stats.executed(statement, null, System.nanoTime() - start);
            return Future.succeededFuture(rows);
          }
          var failure = SqlFailure.of(statement, thrown);
          stats.executed(statement, failure.kind(), System.nanoTime() - start);
          return Future.failedFuture(failure);
        });
  }

  /// Asks the server whether it is there, on the pool of point reads.
  ///
  /// @param call until when the caller waits
  /// @return done when it answered, or a [dev.peregrine.bus.BusFailure]
  public Future<Void> ping(Call call) {
    return execute(PING, Tuple.tuple(), call).mapEmpty();
  }

  /// Returns what each pool is doing at this moment.
  public List<PoolState> pools() {
    var states = new ArrayList<PoolState>();
    pools.forEach(
        (purpose, pool) -> states.add(new PoolState(purpose, pool.inFlight(), pool.limit())));
    return List.copyOf(states);
  }

  /// Closes every connection.
  ///
  /// @return done when they are closed
  public Future<Void> close() {
    return Future.join(pools.values().stream().map(StatementPool::close).toList()).mapEmpty();
  }

  private StatementPool pool(Purpose purpose) {
    var pool = pools.get(purpose);
    if (pool == null) {
      throw new IllegalStateException("no pool for " + purpose);
    }
    return pool;
  }
}
