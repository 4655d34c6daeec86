package dev.peregrine.cache.history;

import java.util.Locale;

/// What one session saw or did once.
///
/// Times are those of `System.nanoTime`, which all JVMs of one host take from the same clock.
///
/// @param node whose session
/// @param kind what it did
/// @param key which key; an eviction by tag is written down once for each key that has the tag
/// @param startNanos before it was asked for
/// @param endNanos when it was answered
/// @param version what was seen; of an eviction, what had been committed before
/// @param demand what a read with a token must see at least, else 0
record Operation(
    int node, Kind kind, long key, long startNanos, long endNanos, long version, long demand) {

  enum Kind {
    READ,
    READ_WITH_TOKEN,
    /// Redis has answered: it is in the log.
    EVICTED,
    /// Redis was away: the node will tell it later.
    OWED,
    /// A read that was answered by a failure.
    FAILED
  }

  String text() {
    return "%d %s %d %d %d %d %d".formatted(node, kind, key, startNanos, endNanos, version, demand);
  }

  static Operation parse(String text) {
    var parts = text.split(" ", -1);
    return new Operation(
        Integer.parseInt(parts[0]),
        Kind.valueOf(parts[1]),
        Long.parseLong(parts[2]),
        Long.parseLong(parts[3]),
        Long.parseLong(parts[4]),
        Long.parseLong(parts[5]),
        Long.parseLong(parts[6]));
  }

  @Override
  public String toString() {
    return "node %d %s key %d version %d from %d to %d ms, demanded %d"
        .formatted(
            node,
            kind.name().toLowerCase(Locale.ROOT),
            key,
            version,
            startNanos / 1_000_000,
            endNanos / 1_000_000,
            demand);
  }
}
