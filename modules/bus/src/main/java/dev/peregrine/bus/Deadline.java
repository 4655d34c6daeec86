package dev.peregrine.bus;

import java.time.Duration;

/// The moment after which nobody waits any more, on this process's monotonic clock.
///
/// The wall clock may jump; a deadline does not move with it.
///
/// @param nanos the moment, comparable with `System.nanoTime()` of this process only
public record Deadline(long nanos) {

  /// Returns the deadline that lies this far ahead of now.
  ///
  /// @param timeout how long to wait, not negative
  public static Deadline after(Duration timeout) {
    return new Deadline(System.nanoTime() + timeout.toNanos());
  }

  /// Returns how long there is still to wait, in milliseconds rounded up; 0 or less when it has
  /// passed.
  public long remainingMs() {
    return Math.ceilDiv(nanos - System.nanoTime(), 1_000_000L);
  }

  /// Tells whether nobody waits any more.
  public boolean passed() {
    return System.nanoTime() - nanos >= 0;
  }

  /// Returns the earlier of this deadline and the one that lies this far ahead of now.
  ///
  /// @param timeout the other bound, not negative
  public Deadline atMost(Duration timeout) {
    var other = after(timeout);
    return other.nanos - nanos < 0 ? other : this;
  }
}
