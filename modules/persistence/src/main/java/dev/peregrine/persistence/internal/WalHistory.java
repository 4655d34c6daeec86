package dev.peregrine.persistence.internal;

import java.util.ArrayDeque;
import java.util.Deque;

/// When the primary was seen where, so that how far a replica is behind can be told in time.
///
/// The clock of no server is asked, and a primary on which nothing happens leaves nobody behind.
/// Confined to one context.
final class WalHistory {

  private static final int MOST = 1_024;

  private final Deque<Seen> seen = new ArrayDeque<>();

  /// @param position where
  /// @param nanos when, on this process's monotonic clock
  private record Seen(long position, long nanos) {}

  boolean isEmpty() {
    return seen.isEmpty();
  }

  void add(long position, long nanos) {
    if (seen.isEmpty() || position > seen.getLast().position) {
      seen.addLast(new Seen(position, nanos));
    }
    if (seen.size() > MOST) {
      seen.removeFirst();
    }
  }

  /// Forgets all: another primary's log is not the former one's.
  void clear() {
    seen.clear();
  }

  /// Returns how many bytes lie between the primary and who has come so far.
  long lagBytes(long applied) {
    return seen.isEmpty() ? 0 : Math.max(0, seen.getLast().position - applied);
  }

  /// Returns for how long the primary has been seen ahead of who has come so far.
  long lagNanos(long applied, long nowNanos) {
    var since = nowNanos;
    var newestFirst = seen.descendingIterator();
    while (newestFirst.hasNext()) {
      var next = newestFirst.next();
      if (next.position <= applied) {
        break;
      }
      since = next.nanos;
    }
    return nowNanos - since;
  }
}
