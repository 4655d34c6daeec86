package dev.peregrine.cache.model;

/// What nodes do: follow the log, and fetch the key.
final class NodeSteps {

  private final World world;

  NodeSteps(World world) {
    this.world = world;
  }

  void from(State state, Moves moves) {
    for (var node = 0; node < State.NODES; node++) {
      follow(state, node, moves);
      fetch(state, node, moves);
      fill(state, node, moves);
    }
  }

  private void follow(State state, int node, Moves moves) {
    var gap = Node.isGap(world, state, node);
    if (gap && world.has(Guard.GAP_CHECK)) {
      var next = Node.startAfresh(state.copy(), node);
      moves.to(Step.FINDS_A_GAP_AND_STARTS_AFRESH, node, next);
    } else if (state.get(OfNode.CURSOR, node) < state.get(Shared.END)) {
      var next = apply(state.copy(), node, Redis.after(state, state.get(OfNode.CURSOR, node)));
      moves.to(gap ? Step.MISSES_RECORDS : Step.APPLIES_THE_NEXT_RECORD, node, next);
    }
  }

  private State apply(State state, int node, int position) {
    var record = Redis.record(state, position);
    if (Redis.isOfKey(record)) {
      Node.close(state, node);
      if (world.has(Guard.DIRTY_MARK)) {
        Node.soil(state, node, position);
      }
      if (state.get(OfNode.ENTRY_POSITION, node) < position) {
        Node.forget(state, node);
      }
    } else if (Redis.isOfTag(record)) {
      Node.close(state, node);
      state.set(OfNode.RULE, node, Math.max(position, state.get(OfNode.RULE, node)));
      Node.sweep(world, state, node);
    }
    return state.set(OfNode.CURSOR, node, position);
  }

  private void fetch(State state, int node, Moves moves) {
    switch (state.flight(node)) {
      case NONE -> {
        var fetches = state.get(OfNode.FETCHES, node);
        if (world.fetches() == 0) {
          ask(state, node, moves);
        } else if (fetches < world.fetches()) {
          ask(state.copy().set(OfNode.FETCHES, node, fetches + 1), node, moves);
        }
      }
      case FOUND -> look(state, node, moves);
      case LEASED -> moves.to(Step.READS_THE_END_OF_THE_LOG, node, stamp(state.copy(), node));
      case LOADING -> moves.to(Step.LOADS, node, load(state.copy(), node));
      case LOADED -> {
        var next = state.copy();
        install(next, node, state.get(OfNode.FLIGHT_POSITION, node));
        moves.to(Step.INSTALLS_WHAT_IT_LOADED, node, Node.land(next, node));
      }
    }
  }

  /// A reader comes who may know of every invalidation so far. That Redis has nothing and that the
  /// lease is asked for may be one step: what others do in between, they may do before.
  private void ask(State state, int node, Moves moves) {
    var held = state.get(Shared.ENTRY_VERSION);
    if (held == 0) {
      lease(state.copy(), node, moves);
      return;
    }
    var known = Redis.required(state, Redis.LAST_POSITION);
    var next =
        state
            .copy()
            .flight(node, Flight.FOUND)
            .set(OfNode.FLIGHT_VERSION, node, held - 1)
            .set(OfNode.FLIGHT_POSITION, node, state.get(Shared.ENTRY_POSITION))
            .set(OfNode.DEMAND, node, known > held - 1 ? known : 0);
    moves.to(Step.GETS_AN_ENTRY_FROM_REDIS, node, next);
  }

  /// Refuses it too where it could be believed: the node may be without proof.
  private void look(State state, int node, Moves moves) {
    lease(Node.land(state.copy(), node), node, moves);
    if (believes(world, state, node)) {
      var next = state.copy();
      var ofLoad = world.has(Guard.STAMP_OF_LOAD);
      install(next, node, ofLoad ? state.get(OfNode.FLIGHT_POSITION, node) : state.get(Shared.END));
      moves.to(Step.INSTALLS_WHAT_REDIS_HAD, node, Node.land(next, node));
    }
  }

  static boolean believes(World world, State state, int node) {
    if (world.has(Guard.NO_OLD_ANSWERS) && state.get(OfNode.DIRTY, node) == Node.FROM_BEFORE) {
      return false;
    }
    return !world.has(Guard.RULES_FOR_REDIS)
        || state.get(OfNode.FLIGHT_POSITION, node) >= state.get(OfNode.RULE, node);
  }

  private void install(State state, int node, int position) {
    if (state.get(OfNode.DIRTY, node) == 0) {
      Node.remember(state, node, position);
      Node.sweep(world, state, node);
    }
  }

  private void lease(State next, int node, Moves moves) {
    var granted = world.has(Guard.LEASE) && next.get(Shared.LEASE) == 0;
    next.flight(node, Flight.LEASED);
    if (granted) {
      var fills = next.get(OfNode.FILL_VERSION, node) != 0;
      var parity = fills ? 1 - next.get(OfNode.FILL_PARITY, node) : 0;
      next.set(OfNode.LEASE_PARITY, node, parity)
          .set(OfNode.FLIGHT_HAS_LEASE, node, 1)
          .set(Shared.LEASE, Redis.lease(node, parity));
    }
    if (world.has(Guard.STAMP_WITH_LEASE)) {
      stamp(next, node);
    }
    moves.to(granted ? Step.GETS_THE_LEASE : Step.GETS_NO_LEASE, node, next);
  }

  private static State stamp(State state, int node) {
    return state
        .flight(node, Flight.LOADING)
        .set(OfNode.FLIGHT_POSITION, node, state.get(Shared.END));
  }

  /// The fill goes its own way from here; nobody waits for it.
  private State load(State state, int node) {
    var version = state.get(Shared.SOURCE);
    state.flight(node, Flight.LOADED).set(OfNode.FLIGHT_VERSION, node, version);
    var mayFill = state.get(OfNode.FLIGHT_HAS_LEASE, node) == 1 || !world.has(Guard.LEASE);
    if (mayFill && state.get(OfNode.FILL_VERSION, node) == 0) {
      state
          .set(OfNode.FILL_VERSION, node, 1 + version)
          .set(OfNode.FILL_POSITION, node, state.get(OfNode.FLIGHT_POSITION, node))
          .set(OfNode.FILL_PARITY, node, state.get(OfNode.LEASE_PARITY, node));
    }
    return state.set(OfNode.FLIGHT_HAS_LEASE, node, 0).set(OfNode.LEASE_PARITY, node, 0);
  }

  private void fill(State state, int node, Moves moves) {
    var version = state.get(OfNode.FILL_VERSION, node);
    var mine = Redis.lease(node, state.get(OfNode.FILL_PARITY, node));
    if (version != 0 && (!world.has(Guard.LEASE) || state.get(Shared.LEASE) == mine)) {
      var next =
          state
              .copy()
              .set(Shared.LEASE, 0)
              .set(Shared.ENTRY_VERSION, version)
              .set(Shared.ENTRY_POSITION, state.get(OfNode.FILL_POSITION, node));
      moves.to(Step.FILLS_REDIS, node, Node.dropFill(next, node));
    }
  }

  /// Tells whether a reader may wait for the flight, and what the flight must not be older than.
  static int joinable(World world, State state, int node) {
    if (world.has(Guard.CLOSED_FLIGHTS) && state.get(OfNode.CLOSED, node) == 1) {
      return 0;
    }
    return world.has(Guard.JOIN_WITH_PROOF)
        ? Node.proven(state, node)
        : Redis.required(state, Redis.LAST_POSITION);
  }

  /// Takes for one what differs in nothing that can still matter, which leaves fewer states.
  State settled(State state) {
    for (var node = 0; node < State.NODES; node++) {
      if (world.has(Guard.LEASE)) {
        Node.dropRefused(state, node);
      }
      var position = state.get(OfNode.FLIGHT_POSITION, node);
      var flight = state.flight(node);
      if (flight == Flight.LOADED
          && (state.get(OfNode.DIRTY, node) != 0
              || (world.has(Guard.RULES_FOR_MEMORY) && position < state.get(OfNode.RULE, node)))) {
        // It is handed out and not remembered. Joining it was possible until now.
        Node.land(state, node);
      }
      Node.advance(state, node);
    }
    return state;
  }
}
