package dev.peregrine.persistence.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WalHistoryTest {

  private final WalHistory history = new WalHistory();

  @Test
  void who_has_all_that_was_seen_is_not_behind_however_long_nothing_happens() {
    history.add(100, 0);
    history.add(100, 1_000);

    assertThat(history.lagNanos(100, 9_000)).isZero();
    assertThat(history.lagBytes(100)).isZero();
    assertThat(history.lagBytes(140)).isZero();
  }

  @Test
  void lag_counts_from_when_the_primary_was_first_seen_ahead() {
    history.add(100, 0);
    history.add(200, 1_000);
    history.add(300, 2_000);

    assertThat(history.lagNanos(100, 5_000)).isEqualTo(4_000);
    assertThat(history.lagNanos(250, 5_000)).isEqualTo(3_000);
    assertThat(history.lagNanos(300, 5_000)).isZero();
    assertThat(history.lagBytes(250)).isEqualTo(50);
  }

  @Test
  void after_an_idle_time_the_first_commit_makes_nobody_late_for_all_of_it() {
    history.add(100, 0);
    history.add(100, 60_000);
    history.add(101, 60_500);

    assertThat(history.lagNanos(100, 60_600)).isEqualTo(100);
  }

  @Test
  void a_position_that_goes_back_is_not_believed() {
    history.add(200, 0);
    history.add(100, 1_000);

    assertThat(history.lagBytes(150)).isEqualTo(50);
  }

  @Test
  void it_keeps_a_bounded_past_and_whoever_is_behind_that_is_behind_all_of_it() {
    LongStream.rangeClosed(1, 5_000).forEach(n -> history.add(n, n));

    assertThat(history.lagNanos(0, 5_000)).isEqualTo(1_023);
    assertThat(history.lagNanos(4_990, 5_000)).isEqualTo(9);
  }

  @Test
  void without_a_look_at_the_primary_nothing_is_known() {
    assertThat(history.isEmpty()).isTrue();
    assertThat(history.lagBytes(7)).isZero();
    assertThat(history.lagNanos(7, 1_000)).isZero();
  }
}
