package dev.peregrine.persistence.internal;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Deadline;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.persistence.ReplicaFigures;
import dev.peregrine.persistence.ReplicaState;
import dev.peregrine.persistence.Statement;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One replica: a pool while it can be reached, and what was last seen of it.
///
/// Reads come from any context; the watch alone changes the state, on its own.
public final class Replica {

  private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

  private final Vertx vertx;
  private final String name;
  private final Supplier<StatementPool> opener;
  private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
  private volatile ReplicaState state = ReplicaState.AWAY;
  private volatile long applied;
  private volatile long lagBytes;
  private volatile long lagNanos;
  private volatile @Nullable StatementPool pool;

  /// A read under way, and where its asker wants to hear of it.
  private record Waiting(Context context, Promise<RowSet<Row>> answer) {

    void cut(String statement) {
      context.runOnContext(same -> answer.tryFail(gone(statement)));
    }
  }

  /// @param opener makes the pool, anew each time that the replica comes back
  Replica(Vertx vertx, String name, Supplier<StatementPool> opener) {
    this.vertx = vertx;
    this.name = name;
    this.opener = opener;
  }

  /// Runs a read here.
  ///
  /// @param statement which
  /// @param parameters one for each `$n`
  /// @param deadline until when the caller waits
  /// @return the rows, or what failed; unavailable at once when the replica leaves meanwhile
  public Future<RowSet<Row>> execute(Statement statement, Tuple parameters, Deadline deadline) {
    var mine = new Waiting(vertx.getOrCreateContext(), Promise.promise());
    waiting.add(mine);
    var open = pool;
    // Entered before the state is looked at, so that whoever leaves meanwhile cuts this one, too.
    if (open == null || !reachable(state)) {
      waiting.remove(mine);
      return Future.failedFuture(gone(statement.name()));
    }
    var _ =
        open.execute(statement, parameters, deadline)
            .onComplete(rows -> mine.answer.tryComplete(rows), mine.answer::tryFail);
    return mine.answer.future().onComplete(done -> waiting.remove(mine));
  }

  boolean serves(long position) {
    var open = pool;
    return state == ReplicaState.SERVING
        && applied >= position
        && open != null
        && open.inFlight() < open.limit();
  }

  int inFlight() {
    var open = pool;
    return open == null ? 0 : open.inFlight();
  }

  /// Notes what the watch saw; on its context.
  void seen(ServerPosition at, long behindBytes, long behindNanos) {
    applied = at.position();
    lagBytes = behindBytes;
    lagNanos = behindNanos;
  }

  /// Takes it in or out; on the watch's context.
  void become(ReplicaState next) {
    var before = state;
    if (next == before) {
      return;
    }
    LOG.info("replica {}: {}, was {}", name, next, before);
    if (reachable(next)) {
      if (pool == null) {
        pool = opener.get();
      }
      state = next;
      return;
    }
    state = next;
    applied = 0;
    var left = pool;
    pool = null;
    waiting.forEach(one -> one.cut(name));
    if (left != null) {
      var _ = left.close().onFailure(thrown -> LOG.debug("the pool of {}", name, thrown));
    }
  }

  private static boolean reachable(ReplicaState state) {
    return switch (state) {
      case SERVING, PROVING, LAGGING -> true;
      case AWAY, PROMOTED, FOREIGN -> false;
    };
  }

  ReplicaFigures figures() {
    return new ReplicaFigures(name, state, lagBytes, Duration.ofNanos(lagNanos), inFlight());
  }

  Future<Void> close() {
    var open = pool;
    return open == null ? Future.succeededFuture() : open.close();
  }

  private static BusFailure gone(String where) {
    return new BusFailure(FailureKind.UNAVAILABLE, where, "the replica left the rotation");
  }
}
