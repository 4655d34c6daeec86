package dev.peregrine.persistence.internal;

import dev.peregrine.persistence.DatabaseConfig;
import dev.peregrine.persistence.ReplicaFigures;
import dev.peregrine.persistence.TimelineListener;
import dev.peregrine.persistence.WalPosition;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// The servers of one database: which one is the primary, and which replica answers a read.
///
/// What a server is, is seen and not configured: each is asked several times a second what it is,
/// on which timeline, and how far it has come. While the primary is away nothing new is committed,
/// so the replicas are measured against where it was last. One server alone is not watched.
public final class Topology {

  private final Leader leader;
  private final @Nullable Watch watch;
  private final List<Replica> replicas;

  /// Begins to watch, if there are replicas; nobody is in rotation yet.
  ///
  /// @param vertx whose event loops do the work
  /// @param config where the replicas are, and the bounds
  /// @param primary whom they follow at first
  /// @param pools moved to where the primary is, when that changes
  public Topology(Vertx vertx, DatabaseConfig config, URI primary, PrimaryPools pools) {
    if (config.replicas().isEmpty()) {
      watch = null;
      leader = new Leader(config.replication());
      replicas = List.of();
    } else {
      var watching = new Watch(vertx, config, primary, pools);
      leader = watching.leader();
      replicas = watching.members().stream().map(Member::replica).toList();
      watch = watching;
      watching.start();
    }
  }

  /// Tells whether the primary has no replicas.
  public boolean isAlone() {
    return watch == null;
  }

  /// Returns why the primary must not be asked now; null when it may.
  public @Nullable String closed() {
    return leader.closed();
  }

  /// Returns the timeline of the primary; 0 before it was seen.
  public int timeline() {
    return leader.timeline();
  }

  /// Looks at every server soon: somebody met a failure that a look may explain.
  public void hurry() {
    if (watch != null) {
      watch.hurry();
    }
  }

  /// Tells of the primary's timeline: now if it is known, and whenever it becomes another one.
  ///
  /// @param listener called on the context that this is called on
  public void whenTimeline(TimelineListener listener) {
    if (watch != null) {
      watch.tell(listener);
    }
  }

  /// Picks who answers a read: of two in rotation that have seen enough, the one where a read costs
  /// less, by what is in flight there and how long answers take lately.
  ///
  /// @param atLeast what must have been seen
  /// @return nothing when only the primary will do
  public Optional<Replica> choose(WalPosition atLeast) {
    var able = replicas.stream().filter(one -> one.serves(atLeast)).toList();
    if (able.size() < 2) {
      return able.stream().findFirst();
    }
    var random = ThreadLocalRandom.current();
    var first = random.nextInt(able.size());
    var second = (first + 1 + random.nextInt(able.size() - 1)) % able.size();
    var one = able.get(first);
    var other = able.get(second);
    var now = System.nanoTime();
    return Optional.of(one.cost(now) <= other.cost(now) ? one : other);
  }

  /// Returns how each server is, first the one that was the primary at first; nothing of one that
  /// is alone.
  public List<ReplicaFigures> figures() {
    return replicas.stream().map(Replica::figures).toList();
  }

  /// Ends the watch and closes every connection.
  ///
  /// @return done when they are closed
  public Future<Void> close() {
    return watch == null ? Future.succeededFuture() : watch.close();
  }
}
