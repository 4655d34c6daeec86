package dev.peregrine.cache.model;

import java.util.Arrays;

/// States in the order in which they were found, and from which, without an object for each.
final class StateSet {

  private static final int FEW = 1 << 16;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private long[] states = new long[FEW * State.WORDS];
  private int[] parents = new int[FEW];
  private int[] slots = new int[2 * FEW];
  private int size;

  int size() {
    return size;
  }

  State get(int index) {
    return State.of(states, index * State.WORDS);
  }

  int parent(int index) {
    return parents[index];
  }

  /// Adds a state, unless it is there.
  void add(State state, int parent) {
    var slot = slot(state);
    if (slots[slot] != 0) {
      return;
    }
    if (size == parents.length) {
      grow();
      slot = slot(state);
    }
    for (var word = 0; word < State.WORDS; word++) {
      states[size * State.WORDS + word] = state.word(word);
    }
    parents[size] = parent;
    size++;
    slots[slot] = size;
  }

  /// Returns the place of a state; -1: it is not there.
  int indexOf(State state) {
    return slots[slot(state)] - 1;
  }

  private int slot(State state) {
    var mask = slots.length - 1;
    var slot = hash(state) & mask;
    while (slots[slot] != 0 && !isAt(state, slots[slot] - 1)) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private boolean isAt(State state, int index) {
    for (var word = 0; word < State.WORDS; word++) {
      if (states[index * State.WORDS + word] != state.word(word)) {
        return false;
      }
    }
    return true;
  }

  private static int hash(State state) {
    var hash = 0L;
    for (var word = 0; word < State.WORDS; word++) {
      hash = (hash ^ state.word(word)) * MIX;
      hash ^= hash >>> 32;
    }
    return (int) hash;
  }

  private void grow() {
    states = Arrays.copyOf(states, 2 * states.length);
    parents = Arrays.copyOf(parents, 2 * parents.length);
    slots = new int[2 * slots.length];
    for (var index = 0; index < size; index++) {
      slots[slot(get(index))] = index + 1;
    }
  }
}
