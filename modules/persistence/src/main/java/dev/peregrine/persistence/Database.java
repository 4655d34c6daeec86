package dev.peregrine.persistence;

import dev.peregrine.bus.Call;
import dev.peregrine.bus.Spent;
import dev.peregrine.persistence.internal.FallBacks;
import dev.peregrine.persistence.internal.Plans;
import dev.peregrine.persistence.internal.PrimaryPools;
import dev.peregrine.persistence.internal.Topology;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

/// The primary of one Postgres database, behind a pool for each purpose, and the replicas that
/// follow it.
///
/// Callers declare what they need: [#read], what the answer must have seen, and a replica may give
/// it; [#write], a change; [#execute], whatever only the primary answers. If a replica is promoted,
/// all pools move to it, and the former primary is not asked again.
///
/// Shared by all event loops; each keeps to its own connections where it can. Every wait has a
/// bound: a statement that finds its pool's queue full is refused at once, one whose caller's
/// deadline passes fails with it, and the server gives up on it after the pool's statement timeout.
public final class Database {

  private static final Statement PING = Statement.read("database.ping", "select 1");

  private final PrimaryPools pools;
  private final Topology topology;
  private final Routing routing;
  private final DatabaseStats stats;

  private Database(PrimaryPools pools, Topology topology, Routing routing, DatabaseStats stats) {
    this.pools = pools;
    this.topology = topology;
    this.routing = routing;
    this.stats = stats;
  }

  /// Opens the pools; connections are made when they are first needed.
  ///
  /// @param vertx whose event loops do the work
  /// @param config sizes and bounds, and where the replicas are
  /// @param server where the primary is; the one that [PrimarySearch] found
  /// @param statements each is prepared on each new connection of its pool, so that no request pays
  ///   for it; a point read, which would stall the pipeline behind it, is run once, with null for
  ///   every parameter
  /// @return the database; [#measuredBy] says who counts
  public static Database open(
      Vertx vertx, DatabaseConfig config, URI server, List<Statement> statements) {
    var pools = new PrimaryPools(vertx, config, server, statements);
    var topology = new Topology(vertx, config, server, pools);
    var fallBacks = new FallBacks(config.replication().fallBacks());
    var routing = new Routing(pools, topology, fallBacks);
    return new Database(pools, topology, routing, DatabaseStats.NONE);
  }

  /// Returns the same database, with its statements counted.
  ///
  /// @param observer told about every statement
  public Database measuredBy(DatabaseStats observer) {
    return new Database(pools, topology, routing, observer);
  }

  /// Runs a statement on the pool of its purpose.
  ///
  /// @param statement which
  /// @param parameters one for each `$n`
  /// @param call until when the caller waits
  /// @return the rows, or a [dev.peregrine.bus.BusFailure]; a statement that failed with its
  ///   connection may have been carried out
  public Future<RowSet<Row>> execute(Statement statement, Tuple parameters, Call call) {
    return measured(
        statement,
        call,
        () ->
            routing.primary(
                statement, pool -> pool.execute(statement, parameters, call.deadline())));
  }

  /// Runs a list on a replica that has seen enough, or on the primary.
  ///
  /// A replica that fails, is full or leaves meanwhile costs a second try, on the primary; the
  /// caller's deadline is the same for both. The primary has only so many lists in the place of
  /// replicas; the next is refused as overloaded. Point reads fill caches, so they never come here:
  /// what a replica that is behind shows must not be remembered.
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
    var read = new Routing.ListRead(statement, parameters, atLeast, call);
    return measured(statement, call, () -> routing.list(read, stats));
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
    return topology.isAlone()
        ? execute(statement, parameters, call).map(rows -> new Written(rows, WalPosition.LATEST))
        : measured(
            statement,
            call,
            () ->
                routing.primary(
                    statement, pool -> pool.write(statement, parameters, call.deadline())));
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
    return Plans.of(statement, pools.of(Purpose.RELAY).now(), call.deadline())
        .recover(thrown -> Future.failedFuture(SqlFailure.of(statement, thrown)));
  }

  /// Returns what each pool is doing at this moment.
  public List<PoolState> pools() {
    return pools.states();
  }

  /// Returns how each server is, first the one that was the primary at the start; nothing where
  /// there are no replicas.
  public List<ReplicaFigures> servers() {
    return topology.figures();
  }

  /// Returns the timeline of the primary; 0 where there are no replicas, and before it was seen.
  public int timeline() {
    return topology.timeline();
  }

  /// Tells of the primary's timeline: now if it is known, and whenever it becomes another one. By
  /// then all pools lead to the new primary. Tells nothing where there are no replicas.
  ///
  /// @param listener called on the current context
  public void whenTimeline(TimelineListener listener) {
    topology.whenTimeline(listener);
  }

  /// Closes every connection.
  ///
  /// @return done when they are closed
  public Future<Void> close() {
    return Future.join(topology.close(), pools.close()).mapEmpty();
  }

  private static int rows(Object result) {
    return switch (result) {
      case Written written -> written.rows().rowCount();
      case RowSet<?> rows -> rows.rowCount();
      default -> 0;
    };
  }
}
