package dev.peregrine.cache.model;

import java.util.Optional;

/// What must hold in every state.
///
/// Time is left out as far as it goes: an invalidation may be older than the bound at any moment,
/// and then a node has proof only if it has applied it. So a fresh answer must reflect what the
/// node has applied, and an answer of the source whatever was in the log when it was asked for.
final class Promises {

  private final World world;

  Promises(World world) {
    this.world = world;
  }

  /// Returns what is broken, if anything is.
  Optional<String> broken(State state) {
    for (var node = 0; node < State.NODES; node++) {
      if (memoryIsOld(state, node)) {
        return Optional.of("node " + node + " serves from memory what was invalidated");
      }
      if (flightIsOld(state, node)) {
        return Optional.of("node " + node + " serves from a flight what was invalidated");
      }
      if (world.tokens() && tokenIsBroken(state, node)) {
        return Optional.of("node " + node + " serves to a token what is older");
      }
    }
    return atRest(state) ? oldAtRest(state) : Optional.empty();
  }

  private boolean memoryIsOld(State state, int node) {
    var demand =
        world.has(Guard.FENCE)
            ? Node.proven(state, node)
            : Redis.required(state, Redis.LAST_POSITION);
    return Node.remembers(world, state, node) && state.get(OfNode.ENTRY_VERSION, node) - 1 < demand;
  }

  private boolean flightIsOld(State state, int node) {
    var version = state.get(OfNode.FLIGHT_VERSION, node);
    var joined = NodeSteps.joinable(world, state, node);
    return switch (state.flight(node)) {
      case LOADED -> version < joined;
      case FOUND -> {
        var demand = state.get(OfNode.DEMAND, node);
        var fenced = world.has(Guard.FENCE) ? Math.min(demand, Node.proven(state, node)) : demand;
        yield NodeSteps.believes(world, state, node) && version < Math.max(joined, fenced);
      }
      default -> false;
    };
  }

  /// Whoever invalidated may read with the position, from memory or from Redis.
  private boolean tokenIsBroken(State state, int node) {
    var cursor = state.get(OfNode.CURSOR, node);
    var far = state.get(Shared.ENTRY_VERSION);
    var farPosition = state.get(Shared.ENTRY_POSITION);
    var believed = far != 0 && farPosition >= state.get(OfNode.RULE, node);
    var known = Node.remembers(world, state, node);
    for (var token = 1; token <= state.get(Shared.END); token++) {
      var required = Redis.required(state, token);
      var reached = !world.has(Guard.TOKEN) || cursor >= token;
      if ((known && reached && state.get(OfNode.ENTRY_VERSION, node) - 1 < required)
          || (believed && (reached || farPosition >= token) && far - 1 < required)) {
        return true;
      }
    }
    return false;
  }

  /// Tells whether nothing happens any more by itself.
  private boolean atRest(State state) {
    for (var node = 0; node < State.NODES; node++) {
      var write = state.write(node);
      if (!Node.rests(world, state, node)
          || write == Write.COMMITTED
          || (write == Write.ORPHANED && world.has(Guard.OUTBOX))
          || (write == Write.LOST && world.has(Guard.REPLAY) && Node.knowsServer(state, node))) {
        return false;
      }
    }
    return true;
  }

  private Optional<String> oldAtRest(State state) {
    var source = state.get(Shared.SOURCE);
    for (var node = 0; node < State.NODES; node++) {
      if (Node.remembers(world, state, node)
          && state.get(OfNode.ENTRY_VERSION, node) - 1 < source) {
        return Optional.of("node " + node + " keeps an old value for good");
      }
    }
    var far = state.get(Shared.ENTRY_VERSION);
    return far != 0
            && state.get(Shared.ENTRY_POSITION) >= state.get(Shared.RULE)
            && far - 1 < source
        ? Optional.of("Redis keeps an old value for good")
        : Optional.empty();
  }
}
