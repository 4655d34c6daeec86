package dev.peregrine.perf.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.peregrine.perf.LoadScenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static List<Long> all(LoadScenario scenario) {
    var arrivals = new Arrivals(scenario, 1_000, MINUTE, new SplittableRandom(1));
    var all = new ArrayList<Long>();
    for (var due = arrivals.next(); due != Arrivals.OVER; due = arrivals.next()) {
      all.add(due);
    }
    return all;
  }

  private static long between(List<Long> all, double from, double to) {
    var end = MINUTE.toNanos();
    return all.stream().filter(due -> due >= from * end && due < to * end).count();
  }

  @Test
  void a_steady_load_keeps_its_rate_and_comes_in_bunches() {
    var all = all(LoadScenario.STEADY);

    assertThat((double) all.size()).isCloseTo(60_000, withPercentage(2));
    assertThat(all).isSorted();
    var closer = 0;
    for (var index = 1; index < all.size(); index++) {
      closer += all.get(index) - all.get(index - 1) < 1_000_000 ? 1 : 0;
    }
    // Of exponential gaps, 1 - 1/e are shorter than the mean; of a metronome's, none or all.
    assertThat((double) closer / all.size()).isBetween(0.6, 0.66);
  }

  @Test
  void a_ramp_goes_from_a_tenth_to_three_times_the_rate() {
    var all = all(LoadScenario.RAMP);

    assertThat((double) between(all, 0, 0.1)).isCloseTo(6_000 * 0.245, withPercentage(8));
    assertThat((double) between(all, 0.9, 1)).isCloseTo(6_000 * 2.855, withPercentage(5));
  }

  @Test
  void an_overload_is_five_times_the_rate_in_the_middle() {
    var all = all(LoadScenario.OVERLOAD);

    assertThat((double) between(all, 0, 1 / 3.0)).isCloseTo(20_000, withPercentage(3));
    assertThat((double) between(all, 1 / 3.0, 2 / 3.0)).isCloseTo(100_000, withPercentage(3));
    assertThat((double) between(all, 2 / 3.0, 1)).isCloseTo(20_000, withPercentage(3));
  }
}
