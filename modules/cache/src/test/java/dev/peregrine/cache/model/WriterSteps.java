package dev.peregrine.cache.model;

/// What writers, the outbox and faults do. Write 1 is node 0's, write 2 is node 1's.
final class WriterSteps {

  private final World world;

  WriterSteps(World world) {
    this.world = world;
  }

  void from(State state, Moves moves) {
    for (var writer = 0; writer < State.NODES; writer++) {
      write(state, writer, moves);
    }
    tiers(state, moves);
    server(state, moves);
  }

  private void write(State state, int writer, Moves moves) {
    var first = writer == 0 || state.write(0) != Write.NONE;
    switch (state.write(writer)) {
      case NONE -> {
        if (first) {
          var next = state.copy().write(writer, Write.COMMITTED);
          moves.to(Step.COMMITS, writer, next.set(Shared.SOURCE, writer + 1));
        }
      }
      case COMMITTED -> append(state, writer, Write.LOGGED, moves);
      case ORPHANED -> {
        if (world.has(Guard.OUTBOX)) {
          append(state, writer, Write.FORGOTTEN, moves);
        }
      }
      case LOST -> {
        if (world.has(Guard.REPLAY) && Node.knowsServer(state, writer)) {
          append(state, writer, Write.LOGGED, moves);
        }
      }
      case LOGGED, FORGOTTEN, GONE -> {}
    }
  }

  private static void append(State state, int writer, Write then, Moves moves) {
    if (state.get(Shared.NEXT) > Redis.LAST_POSITION) {
      throw new IllegalStateException("the log of the model is too short");
    }
    for (var byTag : new boolean[] {false, true}) {
      var next = Redis.append(state.copy().write(writer, then), writer + 1, byTag);
      moves.to(step(state.write(writer), byTag), writer, next);
    }
  }

  private static Step step(Write was, boolean byTag) {
    return switch (was) {
      case COMMITTED -> byTag ? Step.INVALIDATES_THE_TAG : Step.INVALIDATES_THE_KEY;
      case ORPHANED -> byTag ? Step.IS_RELAYED_BY_TAG : Step.IS_RELAYED_BY_KEY;
      default -> byTag ? Step.IS_TOLD_AGAIN_BY_TAG : Step.IS_TOLD_AGAIN_BY_KEY;
    };
  }

  private void tiers(State state, Moves moves) {
    if (world.has(Fault.LEASE_EXPIRY) && state.get(Shared.LEASE) != 0) {
      moves.to(Step.THE_LEASE_EXPIRES, 0, state.copy().set(Shared.LEASE, 0));
    }
    if (world.has(Fault.EVICTION) && state.get(Shared.ENTRY_VERSION) != 0) {
      moves.to(Step.REDIS_EVICTS_THE_ENTRY, 0, Redis.drop(state.copy()));
    }
    for (var node = 0; node < State.NODES; node++) {
      if (world.has(Fault.EVICTION) && state.get(OfNode.ENTRY_VERSION, node) != 0) {
        moves.to(Step.EVICTS_ITS_ENTRY, node, Node.forget(state.copy(), node));
      }
      if (world.has(Fault.CRASH) && mayDie(state.write(node))) {
        moves.to(Step.DIES_AND_STARTS_AFRESH, node, die(state.copy(), node));
      }
    }
  }

  /// A crash matters when something goes with it; so there is one for each write at most.
  private static boolean mayDie(Write write) {
    return write == Write.COMMITTED || write == Write.LOGGED || write == Write.LOST;
  }

  private static State die(State state, int node) {
    var write = state.write(node);
    state.write(
        node,
        write == Write.COMMITTED
            ? Write.ORPHANED
            : write == Write.LOGGED ? Write.FORGOTTEN : Write.GONE);
    // A fill that it had sent is still on its way.
    return Node.startAfresh(Node.land(state, node), node);
  }

  private void server(State state, Moves moves) {
    if (world.has(Fault.TRIM) && Redis.mayTrim(state)) {
      moves.to(Step.THE_LOG_IS_TRIMMED, 0, Redis.trim(state.copy()));
    }
    if (world.has(Fault.FLUSH) && Redis.mayTrim(state)) {
      moves.to(Step.REDIS_IS_EMPTIED, 0, Redis.flush(state.copy()));
    }
    if (world.has(Fault.FAIL_OVER) && state.get(Shared.REPLICA) == 0) {
      moves.to(Step.THE_REPLICA_STOPS_FOLLOWING, 0, Redis.leaveBehind(state.copy()));
    }
    if (state.get(Shared.REPLICA) == 1) {
      var reuse = world.has(Fault.REUSED_POSITIONS);
      moves.to(Step.THE_REPLICA_TAKES_OVER, 0, Redis.promote(state.copy(), reuse));
    }
  }
}
