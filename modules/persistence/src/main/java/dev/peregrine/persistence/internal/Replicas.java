package dev.peregrine.persistence.internal;

import dev.peregrine.persistence.DatabaseConfig;
import dev.peregrine.persistence.Purpose;
import dev.peregrine.persistence.ReplicaFigures;
import dev.peregrine.persistence.ReplicaState;
import dev.peregrine.persistence.ReplicationConfig;
import dev.peregrine.persistence.WalPosition;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The replicas of one primary: watches them, and picks one for a read.
///
/// What a server is, is seen and not configured: each is asked several times a second what it is
/// and how far it has come. While the primary is away nothing new is committed, so the replicas are
/// measured against where it was last.
public final class Replicas {

  private static final Logger LOG = LoggerFactory.getLogger(Replicas.class);

  private final Vertx vertx;
  private final ReplicationConfig config;
  private final List<Watched> watched = new ArrayList<>();
  private final List<Replica> replicas;
  private final List<ServerProbe> probes = new ArrayList<>();
  private final WalHistory history = new WalHistory();
  private long system;
  private boolean primaryAway;
  private volatile boolean closed;

  /// A replica and who looks after it.
  private record Watched(Replica replica, Rotation rotation, ServerProbe probe) {

    void bad(ReplicaState why) {
      replica.become(rotation.bad(why));
    }
  }

  /// Opens pools and begins to watch; nobody is in rotation yet.
  ///
  /// @param vertx whose event loops do the work
  /// @param config where the replicas are, and the bounds
  /// @param primary whom they follow; not asked when there are none
  public Replicas(Vertx vertx, DatabaseConfig config, URI primary) {
    this.vertx = vertx;
    this.config = config.replication();
    config.replicas().forEach(server -> watched.add(watched(config, server)));
    this.replicas = watched.stream().map(Watched::replica).toList();
    if (!watched.isEmpty()) {
      var probe = new ServerProbe(vertx, primary, this.config, () -> {});
      probes.add(probe);
      watched.forEach(one -> probes.add(one.probe));
      vertx.getOrCreateContext().runOnContext(same -> watch(probe));
    }
  }

  private Watched watched(DatabaseConfig settings, URI server) {
    var port = server.getPort() < 0 ? "" : ":" + server.getPort();
    var pools = new Pools(vertx, server, settings.maxLifetime());
    var replica =
        new Replica(
            vertx, server.getHost() + port, () -> pools.pooled(Purpose.LIST, settings.lists()));
    var rotation = new Rotation(config);
    var probe =
        new ServerProbe(
            vertx,
            server,
            config,
            () -> {
              if (!closed) {
                replica.become(rotation.bad(ReplicaState.AWAY));
              }
            });
    return new Watched(replica, rotation, probe);
  }

  /// Tells whether there are none.
  public boolean isEmpty() {
    return replicas.isEmpty();
  }

  /// Picks who answers a read: the less busy of two in rotation that have seen enough.
  ///
  /// @param atLeast what must have been seen
  /// @return nothing when only the primary will do
  public Optional<Replica> choose(WalPosition atLeast) {
    if (replicas.isEmpty()) {
      return Optional.empty();
    }
    var able = replicas.stream().filter(one -> one.serves(atLeast.bytes())).toList();
    if (able.size() < 2) {
      return able.stream().findFirst();
    }
    var random = ThreadLocalRandom.current();
    var first = random.nextInt(able.size());
    var second = (first + 1 + random.nextInt(able.size() - 1)) % able.size();
    var one = able.get(first);
    var other = able.get(second);
    return Optional.of(one.inFlight() <= other.inFlight() ? one : other);
  }

  /// Returns how each one is.
  public List<ReplicaFigures> figures() {
    return replicas.stream().map(Replica::figures).toList();
  }

  /// Ends the watch and closes every connection.
  ///
  /// @return done when they are closed
  public Future<Void> close() {
    closed = true;
    var closing = new ArrayList<Future<Void>>();
    probes.forEach(probe -> closing.add(probe.close()));
    replicas.forEach(replica -> closing.add(replica.close()));
    return Future.join(closing).mapEmpty();
  }

  private void watch(ServerProbe primary) {
    look(primary);
    vertx.setPeriodic(
        config.checkEvery().toMillis(),
        timer -> {
          if (closed) {
            vertx.cancelTimer(timer);
          } else {
            look(primary);
          }
        });
  }

  private void look(ServerProbe primary) {
    if (!primary.busy()) {
      var _ = primary.ask().onComplete(this::primarySeen, this::primaryGone);
    }
    for (var one : watched) {
      if (!one.probe.busy()) {
        var _ =
            one.probe
                .ask()
                .onComplete(
                    at -> judge(one, at),
                    thrown -> {
                      LOG.debug("a replica does not answer", thrown);
                      one.bad(ReplicaState.AWAY);
                    });
      }
    }
  }

  private void primarySeen(ServerPosition at) {
    if (at.replica()) {
      primaryGone(new IllegalStateException("the primary follows another server"));
      return;
    }
    primaryAway = false;
    system = at.system();
    history.add(at.position(), System.nanoTime());
  }

  private void primaryGone(Throwable thrown) {
    if (!primaryAway && !closed) {
      primaryAway = true;
      LOG.warn("the replicas cannot be measured against the primary: {}", thrown.getMessage());
    }
  }

  private void judge(Watched one, ServerPosition at) {
    if (closed) {
      return;
    }
    if (!at.replica()) {
      one.bad(ReplicaState.PROMOTED);
    } else if (history.isEmpty()) {
      // How far the primary is, nobody knows yet.
      one.bad(ReplicaState.AWAY);
    } else if (at.system() != system) {
      one.bad(ReplicaState.FOREIGN);
    } else {
      var now = System.nanoTime();
      var lagBytes = history.lagBytes(at.position());
      var lagNanos = history.lagNanos(at.position(), now);
      one.replica.seen(at, lagBytes, lagNanos);
      one.replica.become(one.rotation.followed(lagBytes, lagNanos, now));
    }
  }
}
