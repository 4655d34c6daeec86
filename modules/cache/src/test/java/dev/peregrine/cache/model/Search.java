package dev.peregrine.cache.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Visits every state that can be reached, the nearest first, so that a counter-example is as short
/// as can be.
final class Search {

  private static final int MOST_STATES = 6_000_000;

  private final World world;
  private final Promises promises;
  private final WriterSteps writers;
  private final NodeSteps nodes;
  private final StateSet seen = new StateSet();

  private Search(World world) {
    this.world = world;
    this.promises = new Promises(world);
    this.writers = new WriterSteps(world);
    this.nodes = new NodeSteps(world);
  }

  /// What was found.
  ///
  /// @param states how many states were visited
  /// @param counterExample what is broken, and the steps that lead there; empty if nothing is
  record Outcome(int states, List<String> counterExample) {

    boolean isSound() {
      return counterExample.isEmpty();
    }

    @Override
    public String toString() {
      return isSound()
          ? states + " states, all sound"
          : "after " + states + " states:\n  " + String.join("\n  ", counterExample);
    }
  }

  static Outcome through(World world) {
    return new Search(world).run();
  }

  private Outcome run() {
    seen.add(Redis.start(), -1);
    for (var at = 0; at < seen.size(); at++) {
      var state = seen.get(at);
      var broken = promises.broken(state);
      if (broken.isPresent()) {
        return new Outcome(at + 1, trace(at, broken));
      }
      var from = at;
      moves(state, (what, who, next) -> seen.add(next, from));
      if (seen.size() > MOST_STATES) {
        throw new IllegalStateException("more than " + MOST_STATES + " states in " + world);
      }
    }
    return new Outcome(seen.size(), List.of());
  }

  private void moves(State state, Moves moves) {
    Moves settling = (what, who, next) -> moves.to(what, who, nodes.settled(next));
    writers.from(state, settling);
    nodes.from(state, settling);
  }

  private List<String> trace(int last, Optional<String> broken) {
    var steps = new ArrayList<String>();
    broken.ifPresent(steps::add);
    for (var at = last; seen.parent(at) >= 0; at = seen.parent(at)) {
      steps.add(label(seen.parent(at), at));
    }
    Collections.reverse(steps);
    return steps;
  }

  private String label(int from, int to) {
    var labels = new ArrayList<String>();
    moves(
        seen.get(from),
        (what, who, next) -> {
          if (seen.indexOf(next) == to) {
            labels.add(what.of(who));
          }
        });
    return labels.getFirst();
  }
}
