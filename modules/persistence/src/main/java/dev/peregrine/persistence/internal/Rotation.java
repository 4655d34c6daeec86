package dev.peregrine.persistence.internal;

import dev.peregrine.persistence.ReplicaState;
import dev.peregrine.persistence.ReplicationConfig;

/// Decides whether one replica is in rotation. Confined to one context.
///
/// One bad look takes it out; it comes back when all looks have been good for a while, with half
/// the lag that would take it out.
final class Rotation {

  private final ReplicationConfig config;
  private ReplicaState state = ReplicaState.AWAY;
  private long wellSinceNanos;

  Rotation(ReplicationConfig config) {
    this.config = config;
  }

  ReplicaState state() {
    return state;
  }

  /// A look found something wrong that has a name.
  ReplicaState bad(ReplicaState why) {
    state = why;
    return state;
  }

  /// A look found it at work, this far behind.
  ReplicaState followed(long lagBytes, long lagNanos, long nowNanos) {
    var share = state == ReplicaState.SERVING ? 1 : 2;
    if (lagBytes > config.lagAtMostBytes() / share
        || lagNanos > config.lagAtMost().toNanos() / share) {
      return bad(ReplicaState.LAGGING);
    }
    if (state == ReplicaState.SERVING) {
      return state;
    }
    if (state != ReplicaState.PROVING) {
      state = ReplicaState.PROVING;
      wellSinceNanos = nowNanos;
    }
    if (nowNanos - wellSinceNanos >= config.provenFor().toNanos()) {
      state = ReplicaState.SERVING;
    }
    return state;
  }
}
