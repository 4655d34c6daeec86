package dev.peregrine.cache.model;

/// What a node does by itself.
final class Node {

  /// A flight whose key was invalidated after the position of what it brings.
  static final int DIRTY = 1;

  /// A flight from before the node started afresh.
  static final int FROM_BEFORE = 2;

  private Node() {}

  static boolean knowsServer(State state, int node) {
    return (state.get(Shared.REPLICA) == 2) == (state.get(OfNode.MET_REPLICA, node) == 1);
  }

  /// The oldest version that the node may call fresh, as far as its proof goes.
  static int proven(State state, int node) {
    var cursor = state.get(OfNode.CURSOR, node);
    // What it has seen of a server that is gone proves nothing of the next one.
    return Redis.required(
        state, knowsServer(state, node) ? cursor : Math.min(cursor, state.get(Shared.REPLICA_END)));
  }

  /// Tells whether it would serve its entry.
  static boolean remembers(World world, State state, int node) {
    return state.get(OfNode.ENTRY_VERSION, node) != 0
        && (!world.has(Guard.RULES_FOR_MEMORY)
            || state.get(OfNode.ENTRY_POSITION, node) >= state.get(OfNode.RULE, node));
  }

  /// Forgets its entry if the tag has killed it: nothing can make it alive again.
  static void sweep(World world, State state, int node) {
    if (!remembers(world, state, node)) {
      forget(state, node);
    }
  }

  static State forget(State state, int node) {
    return state.set(OfNode.ENTRY_VERSION, node, 0).set(OfNode.ENTRY_POSITION, node, 0);
  }

  static State remember(State state, int node, int position) {
    return state
        .set(OfNode.ENTRY_VERSION, node, 1 + state.get(OfNode.FLIGHT_VERSION, node))
        .set(OfNode.ENTRY_POSITION, node, position);
  }

  static State land(State state, int node) {
    return state
        .flight(node, Flight.NONE)
        .set(OfNode.FLIGHT_VERSION, node, 0)
        .set(OfNode.FLIGHT_POSITION, node, 0)
        .set(OfNode.FLIGHT_HAS_LEASE, node, 0)
        .set(OfNode.LEASE_PARITY, node, 0)
        .set(OfNode.DIRTY, node, 0)
        .set(OfNode.CLOSED, node, 0)
        .set(OfNode.DEMAND, node, 0);
  }

  /// Whether anybody may still join matters once the flight knows what it brings.
  static void close(State state, int node) {
    if (isInHand(state, node)) {
      state.set(OfNode.CLOSED, node, 1);
    }
  }

  /// What is read from the source after this has seen the invalidation; its position says so.
  static void soil(State state, int node, int position) {
    var known = state.flight(node) != Flight.NONE && state.flight(node) != Flight.LEASED;
    if (known
        && position > state.get(OfNode.FLIGHT_POSITION, node)
        && state.get(OfNode.DIRTY, node) == 0) {
      state.set(OfNode.DIRTY, node, DIRTY);
    }
  }

  static boolean isInHand(State state, int node) {
    return state.flight(node) == Flight.FOUND || state.flight(node) == Flight.LOADED;
  }

  /// Forgets everything, reads the table of rules, and goes on from the end of the log.
  static State startAfresh(State state, int node) {
    close(state, node);
    if (state.flight(node) != Flight.NONE) {
      state.set(OfNode.DIRTY, node, FROM_BEFORE);
    }
    return forget(state, node)
        .set(OfNode.RULE, node, state.get(Shared.RULE))
        .set(OfNode.CURSOR, node, state.get(Shared.END))
        .set(OfNode.MET_REPLICA, node, state.get(Shared.REPLICA) == 2 ? 1 : 0);
  }

  /// Tells whether nothing is left that the node would do by itself.
  static boolean rests(World world, State state, int node) {
    return state.flight(node) == Flight.NONE
        && state.get(OfNode.FILL_VERSION, node) == 0
        && !(world.has(Guard.GAP_CHECK) && isGap(world, state, node))
        && state.get(OfNode.CURSOR, node) >= state.get(Shared.END);
  }

  static boolean isGap(World world, State state, int node) {
    return !Redis.holds(state, state.get(OfNode.CURSOR, node))
        || (world.has(Guard.SERVER_CHECK) && !knowsServer(state, node));
  }

  /// All positions that the node has passed are the same to it.
  static void advance(State state, int node) {
    var cursor = state.get(OfNode.CURSOR, node);
    if (state.get(OfNode.ENTRY_VERSION, node) != 0) {
      state.set(
          OfNode.ENTRY_POSITION, node, Math.max(cursor, state.get(OfNode.ENTRY_POSITION, node)));
    }
    if (state.flight(node) == Flight.LOADED) {
      state.set(
          OfNode.FLIGHT_POSITION, node, Math.max(cursor, state.get(OfNode.FLIGHT_POSITION, node)));
    }
  }

  static State dropFill(State state, int node) {
    return state
        .set(OfNode.FILL_VERSION, node, 0)
        .set(OfNode.FILL_POSITION, node, 0)
        .set(OfNode.FILL_PARITY, node, 0);
  }

  /// Drops a fill, and a hope for one, whose lease is gone: Redis would refuse it.
  static void dropRefused(State state, int node) {
    if (state.get(OfNode.FILL_VERSION, node) != 0
        && !mayBeLeased(state, Redis.lease(node, state.get(OfNode.FILL_PARITY, node)))) {
      dropFill(state, node);
    }
    if (state.get(OfNode.FLIGHT_HAS_LEASE, node) == 1
        && !mayBeLeased(state, Redis.lease(node, state.get(OfNode.LEASE_PARITY, node)))) {
      state.set(OfNode.FLIGHT_HAS_LEASE, node, 0).set(OfNode.LEASE_PARITY, node, 0);
    }
  }

  private static boolean mayBeLeased(State state, int lease) {
    return state.get(Shared.LEASE) == lease || state.get(Shared.REPLICA_LEASE) == lease;
  }
}
