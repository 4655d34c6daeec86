package dev.peregrine.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutboxPaceTest {

  private static final long MINUTE_MS = 60_000;

  @Test
  void looks_grow_rarer_until_something_is_found() {
    var pace = pace(2_000);
    for (var middle : new long[] {20, 40, 80, 160, 320, 640, 1_280, 2_000, 2_000}) {
      assertThat(pace.nextLookMs()).isBetween(middle * 4 / 5, middle * 6 / 5);
    }

    pace.found();

    assertThat(pace.nextLookMs()).isBetween(16L, 24L);
  }

  @ParameterizedTest
  @CsvSource({"2000, 45", "500, 155", "20, 3750"})
  void a_minute_in_which_nothing_comes_costs_a_bounded_number_of_looks(
      long longestMs, int mostLooks) {
    var pace = pace(longestMs);

    var looks = 0;
    for (var now = 0L; now < MINUTE_MS; now += pace.nextLookMs()) {
      looks++;
    }

    assertThat(looks).isLessThanOrEqualTo(mostLooks);
  }

  @Test
  void no_two_nodes_look_in_step() {
    var one = pace(2_000);
    var other = new OutboxPace(new SplittableRandom(8), Duration.ofSeconds(2));
    for (var n = 0; n < 10; n++) {
      var _ = one.nextLookMs();
      var _ = other.nextLookMs();
    }

    assertThat(one.nextLookMs()).isNotEqualTo(other.nextLookMs());
  }

  private static OutboxPace pace(long longestMs) {
    return new OutboxPace(new SplittableRandom(7), Duration.ofMillis(longestMs));
  }
}
