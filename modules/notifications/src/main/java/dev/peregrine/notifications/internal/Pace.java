package dev.peregrine.notifications.internal;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait: until the next look at the outbox, and until a mail is tried again.
///
/// Confined to one context.
final class Pace {

  private static final long SHORTEST_MS = 20;
  private static final long LONGEST_MS = 2_000;
  private static final long FIRST_RETRY_MS = 1_000;
  private static final long LONGEST_RETRY_MS = 15 * 60 * 1_000;

  private final RandomGenerator random;
  private long idleMs = SHORTEST_MS;

  Pace(RandomGenerator random) {
    this.random = random;
  }

  /// There was something: the next look comes soon.
  void found() {
    idleMs = SHORTEST_MS;
  }

  /// Returns the time to the next look, in milliseconds: twice the last, up to two seconds, give or
  /// take a fifth, so that nodes do not look in step.
  long nextLookMs() {
    var middle = idleMs;
    idleMs = Math.min(LONGEST_MS, 2 * idleMs);
    return middle * 4 / 5 + random.nextLong(middle * 2 / 5 + 1);
  }

  /// Returns the time to a mail's next attempt: anything up to a bound that doubles with each, so
  /// that what failed together does not come back together.
  ///
  /// @param attempts how many were made, from 1
  Duration retryAfter(int attempts) {
    var most = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS << Math.clamp(attempts, 0, 20));
    return Duration.ofMillis(random.nextLong(most + 1));
  }
}
