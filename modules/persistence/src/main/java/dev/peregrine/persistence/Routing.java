package dev.peregrine.persistence;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.persistence.internal.FallBacks;
import dev.peregrine.persistence.internal.PrimaryPools;
import dev.peregrine.persistence.internal.StatementPool;
import dev.peregrine.persistence.internal.Topology;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.function.Function;

/// Decides by what a caller declared which server is asked. Safe on any thread.
final class Routing {

  private final PrimaryPools pools;
  private final Topology topology;
  private final FallBacks fallBacks;

  Routing(PrimaryPools pools, Topology topology, FallBacks fallBacks) {
    this.pools = pools;
    this.topology = topology;
    this.fallBacks = fallBacks;
  }

  /// A list that a replica may answer.
  ///
  /// @param atLeast what the answer must have seen
  record ListRead(Statement statement, Tuple parameters, WalPosition atLeast, Call call) {

    Future<RowSet<Row>> on(StatementPool pool) {
      return pool.execute(statement, parameters, call.deadline());
    }
  }

  /// Asks the primary, or refuses at once while there is none.
  <T> Future<T> primary(Statement statement, Function<StatementPool, Future<T>> work) {
    var pool = pools.of(statement.purpose());
    if (topology.isAlone()) {
      return work.apply(pool.now());
    }
    var closed = topology.closed();
    if (closed != null) {
      topology.hurry();
      return Future.failedFuture(new BusFailure(FailureKind.UNAVAILABLE, statement.name(), closed));
    }
    return pool.run(statement, work)
        .onFailure(thrown -> {
          if (isAway(statement, thrown)) {
            topology.hurry();
          }
        });
  }

  /// Asks a replica that has seen enough, or the primary.
  Future<RowSet<Row>> list(ListRead read, DatabaseStats stats) {
    if (topology.isAlone()) {
      stats.routed(ReadRoute.PRIMARY);
      return primary(read.statement, read::on);
    }
    if (read.atLeast.timeline() > topology.timeline()) {
      // Another node has seen a promotion that this one has not; its primary is the former one.
      topology.hurry();
      return Future.failedFuture(
          new BusFailure(
              FailureKind.UNAVAILABLE,
              read.statement.name(),
              "timeline " + read.atLeast.timeline() + " is not known here"));
    }
    var replica = topology.choose(read.atLeast);
    if (replica.isEmpty()) {
      return fallBack(read, ReadRoute.PRIMARY, stats);
    }
    stats.routed(ReadRoute.REPLICA);
    return replica
        .get()
        .execute(read.statement, read.parameters, read.call.deadline())
        .recover(thrown -> {
          var kind = SqlFailure.of(read.statement, thrown).kind();
          if (kind == FailureKind.UNAVAILABLE) {
            topology.hurry();
          } else if (kind != FailureKind.OVERLOADED) {
            return Future.failedFuture(thrown);
          }
          return fallBack(read, ReadRoute.RETRIED, stats);
        });
  }

  private Future<RowSet<Row>> fallBack(ListRead read, ReadRoute route, DatabaseStats stats) {
    if (!fallBacks.enter()) {
      stats.routed(ReadRoute.REFUSED);
      var detail = "the primary has " + fallBacks.limit() + " lists of replicas already";
      return Future.failedFuture(
          new BusFailure(FailureKind.OVERLOADED, read.statement.name(), detail));
    }
    stats.routed(route);
    return primary(read.statement, read::on).onComplete(done -> fallBacks.leave());
  }

  private static boolean isAway(Statement statement, Throwable thrown) {
    return SqlFailure.of(statement, thrown).kind() == FailureKind.UNAVAILABLE;
  }
}
