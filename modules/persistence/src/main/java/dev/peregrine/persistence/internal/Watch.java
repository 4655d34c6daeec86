package dev.peregrine.persistence.internal;

import dev.peregrine.persistence.DatabaseConfig;
import dev.peregrine.persistence.ReplicaState;
import dev.peregrine.persistence.TimelineListener;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the servers of one database, again and again, and says who is what. Confined to one
/// context, which it chooses.
final class Watch {

  private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

  /// Before a server is looked at out of turn; also the least time between two such looks.
  private static final long SOON_MS = 50;

  private final Vertx vertx;
  private final Context context;
  private final Leader leader;
  private final Consumer<URI> moved;
  private final long everyMs;
  private final List<Member> members = new ArrayList<>();
  private final Succession succession = new Succession();
  private final WalHistory history = new WalHistory();
  private final List<TimelineListener> listeners = new ArrayList<>();
  private boolean soon;
  private volatile boolean closed;

  /// @param config the replicas, and the bounds
  /// @param primary whom they follow at first
  /// @param pools moved to where the primary is, when that changes
  Watch(Vertx vertx, DatabaseConfig config, URI primary, PrimaryPools pools) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.leader = new Leader(config.replication());
    this.moved = pools::moveTo;
    this.everyMs = config.replication().checkEvery().toMillis();
    members.add(member(config, primary, pools));
    for (var server : config.replicas()) {
      members.add(member(config, server, pools));
    }
    members.getFirst().bad(ReplicaState.PRIMARY);
  }

  private Member member(DatabaseConfig config, URI server, PrimaryPools pools) {
    var seat = new Member.Seat(members.size(), server, () -> pools.lists(server));
    return new Member(vertx, config.replication(), seat, this::lost);
  }

  /// Returns what is found out about the primary.
  Leader leader() {
    return leader;
  }

  List<Member> members() {
    return members;
  }

  void start() {
    context.runOnContext(same -> {
      look();
      vertx.setPeriodic(
          everyMs,
          timer -> {
            if (closed) {
              vertx.cancelTimer(timer);
            } else {
              look();
            }
          });
    });
  }

  /// Looks at every server before its turn; on any thread.
  void hurry() {
    context.runOnContext(same -> {
      if (!soon && !closed) {
        soon = true;
        vertx.setTimer(
            SOON_MS,
            fired -> {
              soon = false;
              look();
            });
      }
    });
  }

  /// Tells of the timeline on the caller's context; on any thread.
  void tell(TimelineListener listener) {
    var theirs = vertx.getOrCreateContext();
    TimelineListener there =
        (timeline, failedOver) -> theirs.runOnContext(then -> listener.seen(timeline, failedOver));
    context.runOnContext(same -> {
      listeners.add(there);
      if (leader.timeline() != 0) {
        there.seen(leader.timeline(), false);
      }
    });
  }

  Future<Void> close() {
    closed = true;
    return Future.join(members.stream().map(Member::close).toList()).mapEmpty();
  }

  private void look() {
    for (var one : members) {
      if (one.busy()) {
        silent(one);
      } else if (!closed) {
        var _ = one.ask().onComplete(at -> seen(one, at), thrown -> missed(one, thrown));
      }
    }
  }

  private void seen(Member one, ServerPosition at) {
    if (closed) {
      return;
    }
    var before = succession.primary();
    var role = succession.judge(one.place(), at);
    if (role == Succession.Role.PRIMARY) {
      leads(one, at, one.place() != before);
      return;
    }
    if (one.place() == succession.primary()) {
      leader.doubt("the server that was the primary is " + role);
    } else if (!succession.settled()) {
      leader.doubt("the primary of timeline " + succession.timeline() + " is not seen yet");
    }
    switch (role) {
      case FENCED -> fence(one, at);
      case FOREIGN -> one.bad(ReplicaState.FOREIGN);
      case BEHIND -> one.bad(ReplicaState.LAGGING);
      case FOLLOWER -> follow(one, at);
      default -> one.bad(ReplicaState.AWAY);
    }
  }

  /// The pools move before anybody may ask the new one, and whoever hears of it asks that.
  private void leads(Member one, ServerPosition at, boolean another) {
    var now = System.nanoTime();
    var former = leader.timeline();
    var failedOver = former != 0 && at.timeline() != former;
    if (another || failedOver) {
      members.stream().filter(other -> other != one && other.leads()).forEach(this::wasPrimary);
      moved.accept(one.server());
      LOG.warn("{} is the primary now, on timeline {}", one.name(), at.timeline());
    }
    one.bad(ReplicaState.PRIMARY);
    if (at.timeline() != former) {
      history.clear();
    }
    history.add(at.position(), now);
    leader.seen(at.timeline(), now);
    if (at.timeline() != former) {
      listeners.forEach(listener -> listener.seen(at.timeline(), failedOver));
    }
  }

  /// What it is now, the next look says.
  private void wasPrimary(Member other) {
    other.bad(ReplicaState.AWAY);
  }

  private void follow(Member one, ServerPosition at) {
    if (history.isEmpty()) {
      // How far the primary is, nobody knows yet.
      one.bad(ReplicaState.AWAY);
    } else {
      one.followed(at, history, System.nanoTime());
    }
  }

  private void fence(Member one, ServerPosition at) {
    if (!one.isFenced()) {
      LOG.error(
          "{} takes writes on timeline {}, but {} is the primary, on timeline {}: nothing is sent"
              + " to the former",
          one.name(),
          at.timeline(),
          members.get(succession.primary()).name(),
          succession.timeline());
    }
    one.bad(ReplicaState.FENCED);
  }

  private void missed(Member one, Throwable thrown) {
    if (!closed) {
      LOG.debug("{} does not answer", one.name(), thrown);
      if (one.place() != succession.primary()) {
        one.bad(ReplicaState.AWAY);
      }
      silent(one);
    }
  }

  /// A primary that is only slow is asked on.
  private void silent(Member one) {
    if (!closed && one.place() == succession.primary() && leader.missed(System.nanoTime())) {
      one.bad(ReplicaState.AWAY);
    }
  }

  /// Its connection ended, so it may have, too, or be another server by now.
  private void lost(Member one) {
    if (closed) {
      return;
    }
    if (one.place() == succession.primary()) {
      leader.doubt("the connection to the primary ended");
    }
    one.bad(ReplicaState.AWAY);
    hurry();
  }
}
