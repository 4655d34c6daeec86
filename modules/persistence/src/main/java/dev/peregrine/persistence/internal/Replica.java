package dev.peregrine.persistence.internal;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Deadline;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.persistence.ReplicaFigures;
import dev.peregrine.persistence.ReplicaState;
import dev.peregrine.persistence.Statement;
import dev.peregrine.persistence.WalPosition;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One server as a replica: a pool while it can be read from, and what was last seen of it.
///
/// Reads come from any context; the watch alone changes the state, on its own.
public final class Replica {

  private static final Logger LOG = LoggerFactory.getLogger(Replica.class);

  /// What a read that failed counts for: who fails fast must not look fast.
  private static final long FAILED_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Vertx vertx;
  private final String name;
  private final Supplier<StatementPool> opener;
  private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();
  private final LatencyEstimate latency = new LatencyEstimate();
  private volatile ReplicaState state = ReplicaState.AWAY;
  private volatile WalPosition applied = WalPosition.ANY;
  private volatile int timeline;
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
    var start = System.nanoTime();
    var _ =
        open.execute(statement, parameters, deadline)
            .onComplete(rows -> mine.answer.tryComplete(rows), mine.answer::tryFail);
    return mine.answer
        .future()
        .onComplete(done -> {
          waiting.remove(mine);
          var now = System.nanoTime();
          var answered = done.succeeded() || done.cause() instanceof PgException;
          latency.add(answered ? now - start : FAILED_NANOS, now);
        });
  }

  /// Returns what one more read here may cost, against others.
  double cost(long now) {
    return (inFlight() + 1) * (1 + latency.nanos(now));
  }

  boolean serves(WalPosition atLeast) {
    var open = pool;
    return state == ReplicaState.SERVING && hasSeen(atLeast) && open != null && open.hasRoom();
  }

  private boolean hasSeen(WalPosition atLeast) {
    var here = applied;
    return atLeast.equals(WalPosition.ANY)
        || (atLeast.timeline() == here.timeline() && atLeast.bytes() <= here.bytes());
  }

  int inFlight() {
    var open = pool;
    return open == null ? 0 : open.inFlight();
  }

  /// Notes on which timeline the watch saw it; on its context.
  void seenOn(int newest) {
    timeline = newest;
  }

  String name() {
    return name;
  }

  /// Notes what the watch saw of it as a replica; on its context.
  void seen(ServerPosition at, long behindBytes, long behindNanos) {
    applied = new WalPosition(at.timeline(), at.position());
    lagBytes = behindBytes;
    lagNanos = behindNanos;
  }

  /// Takes it in or out; on the watch's context.
  void become(ReplicaState next) {
    var before = state;
    if (next == before) {
      return;
    }
    LOG.info("{}: {}, was {}", name, next, before);
    if (reachable(next)) {
      if (pool == null) {
        pool = opener.get();
      }
      state = next;
      return;
    }
    state = next;
    applied = WalPosition.ANY;
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
      case PRIMARY, AWAY, FENCED, FOREIGN -> false;
    };
  }

  ReplicaFigures figures() {
    return new ReplicaFigures(
        name, state, timeline, lagBytes, Duration.ofNanos(lagNanos), inFlight());
  }

  Future<Void> close() {
    var open = pool;
    return open == null ? Future.succeededFuture() : open.close();
  }

  private static BusFailure gone(String where) {
    return new BusFailure(FailureKind.UNAVAILABLE, where, "the replica left the rotation");
  }
}
