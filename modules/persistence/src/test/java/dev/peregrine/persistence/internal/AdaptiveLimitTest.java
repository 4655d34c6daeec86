package dev.peregrine.persistence.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdaptiveLimitTest {

  private static final long MILLI = 1_000_000;

  private final AdaptiveLimit limit =
      new AdaptiveLimit(new AdaptiveLimit.Places(2, 4, 100), Duration.ofMillis(500), 0);

  @Test
  void a_burst_that_is_answered_in_time_is_never_cut() {
    IntStream.range(0, 10_000).forEach(n -> ended(100, n, 499));

    assertThat(limit.now()).isEqualTo(100);
  }

  @Test
  void one_late_statement_takes_the_limit_below_what_was_in_flight() {
    ended(50, 0, 501);

    assertThat(limit.now()).isEqualTo(35);
  }

  @Test
  void those_that_began_before_the_cut_do_not_cut_again() {
    ended(50, 0, 501);
    IntStream.range(0, 40).forEach(n -> ended(50, n, 600));
    var afterTheRound = limit.now();

    ended(35, 1_200, 501);

    assertThat(afterTheRound).isEqualTo(35);
    assertThat(limit.now()).isEqualTo(24);
  }

  @Test
  void one_that_is_slow_by_itself_cuts_nothing_for_the_others() {
    IntStream.range(0, 100).forEach(n -> ended(2, n * 1_000L, 900));

    assertThat(limit.now()).isEqualTo(100);
  }

  @Test
  void what_can_be_at_work_at_once_is_always_let_in() {
    IntStream.range(0, 100).forEach(n -> ended(4, n * 1_000L, 900));

    assertThat(limit.now()).isEqualTo(4);
  }

  @Test
  void each_one_in_time_gives_a_place_back_while_the_places_are_used() {
    ended(50, 0, 501);

    IntStream.range(0, 5).forEach(n -> ended(35, 600, 100));
    IntStream.range(0, 5).forEach(n -> ended(3, 600, 100));

    assertThat(limit.now()).isEqualTo(40);
  }

  @Test
  void a_while_without_a_late_one_gives_all_back() {
    ended(50, 0, 501);

    ended(1, 10_500, 10);

    assertThat(limit.now()).isEqualTo(100);
  }

  private void ended(int inFlight, long begunMs, long tookMs) {
    limit.ended(inFlight, begunMs * MILLI, (begunMs + tookMs) * MILLI);
  }
}
