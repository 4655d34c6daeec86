package dev.peregrine.perf.internal;

import dev.peregrine.perf.LoadScenario;
import java.time.Duration;
import java.util.SplittableRandom;

/// When requests are due: a Poisson process whose rate changes as the scenario says.
///
/// People who know nothing of each other come like this: in bunches, with gaps. Not safe for
/// several threads.
public final class Arrivals {

  /// No more are due.
  static final long OVER = -1;

  private static final double SECOND_NS = 1e9;

  private final LoadScenario scenario;
  private final double perSecond;
  private final Duration howLong;
  private final SplittableRandom random;
  private double atNs;

  /// Makes the process.
  ///
  /// @param scenario how the rate changes
  /// @param perSecond the rate
  /// @param howLong from the first to the last
  /// @param random decides
  public Arrivals(
      LoadScenario scenario, double perSecond, Duration howLong, SplittableRandom random) {
    this.scenario = scenario;
    this.perSecond = perSecond;
    this.howLong = howLong;
    this.random = random;
  }

  LoadScenario scenario() {
    return scenario;
  }

  double perSecond() {
    return perSecond;
  }

  Duration howLong() {
    return howLong;
  }

  /// Returns when the next request is due, in nanoseconds from the start, or [#OVER].
  long next() {
    var rate = perSecond * scenario.multiple(atNs / howLong.toNanos());
    atNs += -Math.log(1 - random.nextDouble()) / rate * SECOND_NS;
    return atNs < howLong.toNanos() ? (long) atNs : OVER;
  }
}
