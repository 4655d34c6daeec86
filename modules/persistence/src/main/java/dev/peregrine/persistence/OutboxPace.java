package dev.peregrine.persistence;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long a relay waits until its next look at the outbox: little after it found something, and
/// twice as long after each look in vain, up to a bound. Confined to one context.
public final class OutboxPace {

  private static final long SHORTEST_MS = 20;

  private final RandomGenerator random;
  private final long longestMs;
  private long idleMs = SHORTEST_MS;

  /// Makes one that looks often at first.
  ///
  /// @param random keeps nodes from looking in step
  /// @param longest the bound, at least 20 ms
  public OutboxPace(RandomGenerator random, Duration longest) {
    this.random = random;
    this.longestMs = Math.max(SHORTEST_MS, longest.toMillis());
  }

  /// There was something: the next look comes soon.
  public void found() {
    idleMs = SHORTEST_MS;
  }

  /// Returns the time to the next look, in milliseconds, give or take a fifth.
  public long nextLookMs() {
    var middle = idleMs;
    idleMs = Math.min(longestMs, 2 * idleMs);
    return middle * 4 / 5 + random.nextLong(middle * 2 / 5 + 1);
  }
}
