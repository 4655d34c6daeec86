package dev.peregrine.cache.model;

import java.util.EnumSet;
import java.util.Set;

/// What protects and what threatens.
///
/// @param guards what the protocol does
/// @param faults what may happen
/// @param fetches how often each node fetches the key at most; 0: any number of times
/// @param tokens whether tokens are promised to hold
record World(Set<Guard> guards, Set<Fault> faults, int fetches, boolean tokens) {

  /// Twice: to bring what is old, and to bring what is new.
  private static final int FEW = 2;

  World {
    guards = Set.copyOf(guards);
    faults = Set.copyOf(faults);
  }

  static World with(Fault... faults) {
    var given = Set.of(faults);
    // A position that is given away twice means two records, so no token can hold.
    var tokens = !given.contains(Fault.REUSED_POSITIONS);
    return new World(EnumSet.allOf(Guard.class), given, FEW, tokens);
  }

  World without(Guard... off) {
    var left = EnumSet.copyOf(guards);
    left.removeAll(Set.of(off));
    return new World(left, faults, fetches, tokens);
  }

  World fetching(int times) {
    return new World(guards, faults, times, tokens);
  }

  World promisingTokens() {
    return new World(guards, faults, fetches, true);
  }

  boolean has(Guard guard) {
    return guards.contains(guard);
  }

  boolean has(Fault fault) {
    return faults.contains(fault);
  }
}
