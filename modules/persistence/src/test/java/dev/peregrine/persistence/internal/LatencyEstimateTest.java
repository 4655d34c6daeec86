package dev.peregrine.persistence.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LatencyEstimateTest {

  private static final long MS = 1_000_000;

  private final LatencyEstimate estimate = new LatencyEstimate();

  @Test
  void nothing_is_known_at_first_and_the_first_answer_counts_in_full() {
    assertThat(estimate.nanos(0)).isZero();

    estimate.add(10 * MS, 0);

    assertThat(estimate.nanos(0)).isEqualTo(10.0 * MS);
  }

  @Test
  void many_answers_count_for_more_than_the_last_one() {
    IntStream.range(0, 50).forEach(n -> estimate.add(10 * MS, 0));

    estimate.add(1_000 * MS, 0);

    assertThat(estimate.nanos(0)).isBetween(200.0 * MS, 220.0 * MS);
  }

  @Test
  void who_is_not_measured_any_more_is_tried_again_some_time() {
    estimate.add(500 * MS, 0);

    var later = estimate.nanos(Duration.ofSeconds(20).toNanos());

    assertThat(later).isLessThan(1.0 * MS);
  }
}
