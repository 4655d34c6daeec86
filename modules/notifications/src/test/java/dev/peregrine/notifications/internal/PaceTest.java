package dev.peregrine.notifications.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PaceTest {

  private final Pace pace = new Pace(new SplittableRandom(7));

  @Test
  void retries_spread_over_a_range_that_doubles_up_to_a_quarter_of_an_hour() {
    assertThat(longest(1)).isBetween(1_500L, 2_000L);
    assertThat(longest(4)).isBetween(12_000L, 16_000L);
    assertThat(longest(1_000_000)).isBetween(600_000L, 900_000L);
    assertThat(pace.retryAfter(1)).isGreaterThanOrEqualTo(Duration.ZERO);
  }

  private long longest(int attempts) {
    return LongStream.generate(() -> pace.retryAfter(attempts).toMillis())
        .limit(200)
        .max()
        .orElse(0);
  }
}
