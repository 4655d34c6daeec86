package dev.peregrine.cache;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that stands still until a test turns it.
///
/// It starts at the runtime's own moment, so that [Read#age()] of what was just read is near zero.
/// Timers and the far tier go by clocks of their own. Safe on any thread.
public final class ManualClock implements CacheClock {

  private final AtomicLong nanos = new AtomicLong(System.nanoTime());

  /// Makes a clock that stands at this moment.
  public ManualClock() {}

  @Override
  public long nanos() {
    return nanos.get();
  }

  /// Turns the clock forward.
  ///
  /// @param by how far; not negative, since a monotonic clock never goes back
  /// @throws IllegalArgumentException if it is negative
  public void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("clock: turned by " + by + " (expected: not negative)");
    }
    nanos.addAndGet(by.toNanos());
  }
}
