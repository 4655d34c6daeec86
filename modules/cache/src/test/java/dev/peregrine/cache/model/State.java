package dev.peregrine.cache.model;

import java.util.Arrays;

/// One state of the model, packed: a word for what is shared, and one a node.
// It is never stored, so the places of constants may mean something.
@SuppressWarnings("EnumOrdinal")
final class State {

  static final int NODES = 2;
  static final int WORDS = 1 + NODES;

  private static final int[] SHARED =
      shifts(Arrays.stream(Shared.values()).mapToInt(part -> part.bits).toArray());
  private static final int[] OF_NODE =
      shifts(Arrays.stream(OfNode.values()).mapToInt(part -> part.bits).toArray());

  private static final Flight[] FLIGHTS = Flight.values();
  private static final Write[] WRITES = Write.values();

  private final long[] words;

  State() {
    this(new long[WORDS]);
  }

  private State(long[] words) {
    this.words = words;
  }

  static State of(long[] from, int at) {
    return new State(Arrays.copyOfRange(from, at, at + WORDS));
  }

  State copy() {
    return new State(words.clone());
  }

  long word(int index) {
    return words[index];
  }

  int get(Shared part) {
    return read(0, SHARED[part.ordinal()], part.bits);
  }

  State set(Shared part, int value) {
    return write(0, SHARED[part.ordinal()], part.bits, value);
  }

  int get(OfNode part, int node) {
    return read(1 + node, OF_NODE[part.ordinal()], part.bits);
  }

  State set(OfNode part, int node, int value) {
    return write(1 + node, OF_NODE[part.ordinal()], part.bits, value);
  }

  Flight flight(int node) {
    return FLIGHTS[get(OfNode.FLIGHT, node)];
  }

  State flight(int node, Flight now) {
    return set(OfNode.FLIGHT, node, now.ordinal());
  }

  Write write(int writer) {
    return WRITES[(get(Shared.WRITES) >>> (3 * writer)) & 7];
  }

  State write(int writer, Write now) {
    var others = get(Shared.WRITES) & ~(7 << (3 * writer));
    return set(Shared.WRITES, others | (now.ordinal() << (3 * writer)));
  }

  private int read(int word, int shift, int bits) {
    return (int) (words[word] >>> shift) & ((1 << bits) - 1);
  }

  private State write(int word, int shift, int bits, int value) {
    var mask = (1L << bits) - 1;
    if ((value & mask) != value) {
      throw new IllegalArgumentException(value + " (expected: " + bits + " bits)");
    }
    words[word] = (words[word] & ~(mask << shift)) | ((long) value << shift);
    return this;
  }

  private static int[] shifts(int[] bits) {
    var shifts = new int[bits.length];
    for (var part = 1; part < bits.length; part++) {
      shifts[part] = shifts[part - 1] + bits[part - 1];
    }
    if (shifts[bits.length - 1] + bits[bits.length - 1] > Long.SIZE) {
      throw new IllegalStateException("a state's word has more than 64 bits");
    }
    return shifts;
  }
}
