package dev.peregrine.persistence.internal;

import java.util.concurrent.atomic.AtomicInteger;

/// Counts the reads that the primary has in the place of replicas, up to a limit. Safe on any
/// thread.
public final class FallBacks {

  private final int limit;
  private final AtomicInteger inFlight = new AtomicInteger();

  /// Makes it.
  ///
  /// @param limit reads at most
  public FallBacks(int limit) {
    this.limit = limit;
  }

  /// Takes a place, if there is one.
  ///
  /// @return whether; then [#leave] must follow
  public boolean enter() {
    if (inFlight.incrementAndGet() <= limit) {
      return true;
    }
    inFlight.decrementAndGet();
    return false;
  }

  /// Gives a place back.
  public void leave() {
    inFlight.decrementAndGet();
  }

  /// Returns how many may be in flight.
  public int limit() {
    return limit;
  }
}
