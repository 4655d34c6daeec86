package dev.peregrine.perf.internal;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// What one client does in one run. Confined to the load's event loop.
public final class Run {

  private final Tally tally;
  private final Duration longest;
  private final BooleanSupplier enough;
  private final Supplier<Ask> asks;
  private SplittableRandom random = new SplittableRandom(0);
  private int mostPauseMs;

  /// Makes a run without pauses.
  ///
  /// @param tally of all clients
  /// @param longest its end
  /// @param enough tells whether it is over before
  /// @param asks what is asked
  public Run(Tally tally, Duration longest, BooleanSupplier enough, Supplier<Ask> asks) {
    this.tally = tally;
    this.longest = longest;
    this.enough = enough;
    this.asks = asks;
  }

  /// Lets the client pause after each answer, as people do.
  ///
  /// @param chooses how long each time, evenly from nothing to twice the mean
  /// @param mean on average
  /// @return this
  public Run pausing(SplittableRandom chooses, Duration mean) {
    random = chooses;
    mostPauseMs = Math.toIntExact(2 * mean.toMillis());
    return this;
  }

  Tally tally() {
    return tally;
  }

  boolean isOver() {
    return leftMs() <= 0 || enough.getAsBoolean();
  }

  long leftMs() {
    return longest.minus(tally.elapsed()).toMillis();
  }

  Ask nextAsk() {
    return asks.get();
  }

  /// Returns how long to wait now; clients that pause begin with one, so they do not come at once.
  long pauseMs() {
    return mostPauseMs == 0 ? 0 : random.nextInt(mostPauseMs + 1);
  }
}
