package dev.peregrine.persistence;

import dev.peregrine.bus.Call;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.bus.Spent;
import dev.peregrine.persistence.internal.Plans;
import dev.peregrine.persistence.internal.Pools;
import dev.peregrine.persistence.internal.Replicas;
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
import java.util.function.Supplier;

/// One Postgres server, behind a pool for each purpose, and the replicas that follow it.
///
/// The primary answers everything but [#read], by which a caller declares that a replica may.
///
/// Shared by all event loops; each keeps to its own connections where it can. Every wait has a
/// bound: a statement that finds its pool's queue full is refused at once, one whose caller's
/// deadline passes fails with it, and the server gives up on it after the pool's statement timeout.
public final class Database {

  private static final Statement PING = Statement.read("database.ping", "select 1");

  private final Map<Purpose, StatementPool> pools;
  private final Replicas replicas;
  private final DatabaseStats stats;

  private Database(Map<Purpose, StatementPool> pools, Replicas replicas, DatabaseStats stats) {
    this.pools = pools;
    this.replicas = replicas;
    this.stats = stats;
  }

  /// Opens the pools; connections are made when they are first needed.
  ///
  /// @param vertx whose event loops do the work
  /// @param config sizes and bounds, and where the replicas are
  /// @param server where the primary is
  /// @param statements each is prepared on each new connection of its pool, so that no request pays
  ///   for it; a point read, which would stall the pipeline behind it, is run once, with null for
  ///   every parameter
  /// @return the database; [#measuredBy] says who counts
  public static Database open(
      Vertx vertx, DatabaseConfig config, URI server, List<Statement> statements) {
    var factory = new Pools(vertx, server, config.maxLifetime()).warming(statements);
    var pools = new EnumMap<Purpose, StatementPool>(Purpose.class);
    var reads = statements.stream().filter(one -> one.purpose() == Purpose.READ).toList();
    pools.put(Purpose.READ, factory.pipelined(config.reads(), config.pipelining(), reads));
    pools.put(Purpose.LIST, factory.pooled(Purpose.LIST, config.lists()));
    pools.put(Purpose.WRITE, factory.pooled(Purpose.WRITE, config.writes()));
    pools.put(Purpose.RELAY, factory.pooled(Purpose.RELAY, config.relay()));
    pools.put(Purpose.BULK, factory.pooled(Purpose.BULK, config.bulk()));
    return new Database(pools, new Replicas(vertx, config, server), DatabaseStats.NONE);
  }

  /// Returns the same database, with its statements counted.
  ///
  /// @param observer told about every statement
  public Database measuredBy(DatabaseStats observer) {
    return new Database(pools, replicas, observer);
  }

  /// Runs a statement on the pool of its purpose.
  ///
  /// @param statement which
  /// @param parameters one for each `$n`
  /// @param call until when the caller waits
  /// @return the rows, or a [dev.peregrine.bus.BusFailure]; a statement that failed with its
  ///   connection may have been carried out
  public Future<RowSet<Row>> execute(Statement statement, Tuple parameters, Call call) {
    var pool = pool(statement.purpose());
    return measured(statement, call, () -> pool.execute(statement, parameters, call.deadline()));
  }

  /// Runs a list on a replica that has seen enough, or on the primary.
  ///
  /// A replica that fails or leaves meanwhile costs a second try, on the primary; the caller's
  /// deadline is the same for both.
  ///
  /// @param statement which, a list
  /// @param parameters one for each `$n`
  /// @param atLeast what the answer must have seen
  /// @param call until when the caller waits
  /// @return the rows, or a [dev.peregrine.bus.BusFailure]
  public Future<RowSet<Row>> read(
      Statement statement, Tuple parameters, WalPosition atLeast, Call call) {
    if (statement.purpose() != Purpose.LIST) {
      throw new IllegalArgumentException(
          statement.name() + ": for " + statement.purpose() + " (expected: a list)");
    }
    var primary = pool(Purpose.LIST);
    return measured(
        statement,
        call,
        () -> {
          var replica = replicas.choose(atLeast);
          stats.routed(replica.isPresent() ? ReadRoute.REPLICA : ReadRoute.PRIMARY);
          return replica.isEmpty()
              ? primary.execute(statement, parameters, call.deadline())
              : replica
                  .get()
                  .execute(statement, parameters, call.deadline())
                  .recover(thrown -> {
                    if (SqlFailure.of(statement, thrown).kind() != FailureKind.UNAVAILABLE) {
                      return Future.failedFuture(thrown);
                    }
                    stats.routed(ReadRoute.RETRIED);
                    return primary.execute(statement, parameters, call.deadline());
                  });
        });
  }

  /// Runs a change and asks, behind its commit, how far the log is.
  ///
  /// The question travels with the change; without replicas it is not asked, and the answer is
  /// [WalPosition#LATEST].
  ///
  /// @param statement which
  /// @param parameters one for each `$n`
  /// @param call until when the caller waits
  /// @return the rows and the position, or a [dev.peregrine.bus.BusFailure], as [#execute] does
  public Future<Written> write(Statement statement, Tuple parameters, Call call) {
    if (statement.purpose() != Purpose.WRITE) {
      throw new IllegalArgumentException(
          statement.name() + ": for " + statement.purpose() + " (expected: a change)");
    }
    var pool = pool(Purpose.WRITE);
    return replicas.isEmpty()
        ? execute(statement, parameters, call).map(rows -> new Written(rows, WalPosition.LATEST))
        : measured(statement, call, () -> pool.write(statement, parameters, call.deadline()));
  }

  private <T> Future<T> measured(Statement statement, Call call, Supplier<Future<T>> work) {
    var start = System.nanoTime();
    return work.get()
        .transform((result, thrown) -> {
          var nanos = System.nanoTime() - start;
          call.spent().add(Spent.Part.DATABASE, nanos);
          if (thrown == null) {
            stats.executed(statement, null, nanos);
            stats.found(statement, rows(result));
            return Future.succeededFuture(result);
          }
          var failure = SqlFailure.of(statement, thrown);
          stats.executed(statement, failure.kind(), nanos);
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

  /// Asks the server how it would carry out a statement, whatever its parameters; it is not carried
  /// out. On the relay's pool, away from requests.
  ///
  /// @param statement which
  /// @param call until when the caller waits
  /// @return the plan as JSON, or a [dev.peregrine.bus.BusFailure]
  public Future<String> plan(Statement statement, Call call) {
    return Plans.of(statement, pool(Purpose.RELAY), call.deadline())
        .recover(thrown -> Future.failedFuture(SqlFailure.of(statement, thrown)));
  }

  /// Returns what each pool is doing at this moment.
  public List<PoolState> pools() {
    return pools.entrySet().stream().map(one -> one.getValue().state(one.getKey())).toList();
  }

  /// Returns how each replica is, in the order of the configuration.
  public List<ReplicaFigures> replicas() {
    return replicas.figures();
  }

  /// Closes every connection.
  ///
  /// @return done when they are closed
  public Future<Void> close() {
    var closing = new ArrayList<>(List.of(replicas.close()));
    pools.values().forEach(pool -> closing.add(pool.close()));
    return Future.join(closing).mapEmpty();
  }

  private static int rows(Object result) {
    return switch (result) {
      case Written written -> written.rows().rowCount();
      case RowSet<?> rows -> rows.rowCount();
      default -> 0;
    };
  }

  private StatementPool pool(Purpose purpose) {
    var pool = pools.get(purpose);
    if (pool == null) {
      throw new IllegalStateException("no pool for " + purpose);
    }
    return pool;
  }
}
