package dev.peregrine.notifications.internal;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait until a mail is tried again. Confined to one context.
final class Pace {

  private static final long FIRST_RETRY_MS = 1_000;
  private static final long LONGEST_RETRY_MS = 15 * 60 * 1_000;

  private final RandomGenerator random;

  Pace(RandomGenerator random) {
    this.random = random;
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
