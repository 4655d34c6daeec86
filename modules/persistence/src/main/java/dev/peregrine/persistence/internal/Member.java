package dev.peregrine.persistence.internal;

import dev.peregrine.persistence.ReplicaState;
import dev.peregrine.persistence.ReplicationConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// One of a database's servers, and who looks after it. Confined to the watch's context, but for
/// its [#replica].
final class Member {

  private final int place;
  private final URI server;
  private final Replica replica;
  private final Rotation rotation;
  private final ServerProbe probe;
  private int timeline;

  /// Which one.
  ///
  /// @param place in the configuration, the primary's is 0
  /// @param server where it is
  /// @param lists makes its pool
  record Seat(int place, URI server, Supplier<StatementPool> lists) {}

  /// @param lost told when a connection to it ended: it may have, too
  Member(Vertx vertx, ReplicationConfig config, Seat seat, Consumer<Member> lost) {
    var server = seat.server;
    var port = server.getPort() < 0 ? "" : ":" + server.getPort();
    this.place = seat.place;
    this.server = server;
    this.replica = new Replica(vertx, server.getHost() + port, seat.lists);
    this.rotation = new Rotation(config);
    this.probe =
        new ServerProbe(
            vertx,
            server,
            config,
            () -> {
              timeline = 0;
              lost.accept(this);
            });
  }

  int place() {
    return place;
  }

  URI server() {
    return server;
  }

  Replica replica() {
    return replica;
  }

  String name() {
    return replica.name();
  }

  boolean leads() {
    return rotation.state() == ReplicaState.PRIMARY;
  }

  boolean isFenced() {
    return rotation.state() == ReplicaState.FENCED;
  }

  boolean busy() {
    return probe.busy();
  }

  /// Asks it what it is. A server that runs never goes back to a former timeline, though what it
  /// says of it may, when it loses whom it follows.
  Future<ServerPosition> ask() {
    return probe
        .ask()
        .map(at -> {
          var place = at.notBefore(timeline);
          timeline = place.timeline();
          replica.seenOn(timeline);
          return place;
        });
  }

  /// Takes it out of rotation.
  void bad(ReplicaState why) {
    replica.become(rotation.bad(why));
  }

  /// It follows, this far behind.
  void followed(ServerPosition at, WalHistory history, long now) {
    var lagBytes = history.lagBytes(at.position());
    var lagNanos = history.lagNanos(at.position(), now);
    replica.seen(at, lagBytes, lagNanos);
    replica.become(rotation.followed(lagBytes, lagNanos, now));
  }

  Future<Void> close() {
    return Future.join(probe.close(), replica.close()).mapEmpty();
  }
}
