package dev.peregrine.notifications.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LaneGateTest {

  private final LaneGate gate = new LaneGate(new SplittableRandom(7));

  @Test
  void open_it_lets_everything_through() {
    assertThat(gate.permits(8, 0)).isEqualTo(8);
    gate.sending();
    assertThat(gate.permits(7, 0)).isEqualTo(7);
  }

  @Test
  void after_a_failure_it_waits_and_then_lets_one_probe_through() {
    var pause = gate.away(0);

    assertThat(pause).isBetween(Duration.ofMillis(20), Duration.ofMillis(100));
    assertThat(gate.permits(8, pause.toNanos() - 1)).isZero();
    assertThat(gate.permits(8, pause.toNanos())).isEqualTo(1);
    gate.sending();
    assertThat(gate.permits(8, pause.toNanos())).as("one probe at a time").isZero();
    assertThat(gate.reached()).as("it was closed").isTrue();
    assertThat(gate.permits(8, pause.toNanos())).isEqualTo(8);
    assertThat(gate.reached()).isFalse();
  }

  @Test
  void mails_that_were_in_flight_together_count_once() {
    assertThat(gate.away(0)).isPositive();
    for (var i = 0; i < 7; i++) {
      assertThat(gate.away(0)).isZero();
    }
    var now = Duration.ofSeconds(1).toNanos();
    assertThat(gate.away(now)).isLessThanOrEqualTo(Duration.ofMillis(200));
  }

  @Test
  void a_mail_that_was_claimed_before_the_pause_and_sent_in_it_is_no_lasting_probe() {
    var pause = gate.away(0);
    gate.sending();

    assertThat(gate.away(0)).isZero();

    assertThat(gate.permits(8, pause.toNanos())).isEqualTo(1);
  }

  @Test
  void a_server_that_stays_away_is_asked_seldom() {
    var now = 0L;
    var probes = 0;
    while (now < Duration.ofMinutes(10).toNanos()) {
      now += gate.away(now).toNanos();
      assertThat(gate.permits(8, now)).isEqualTo(1);
      gate.sending();
      probes++;
    }

    assertThat(probes).isBetween(60, 300);
    assertThat(gate.away(now)).isLessThanOrEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void a_server_that_refuses_us_is_left_alone_for_longer() {
    assertThat(gate.misconfigured(0)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
    assertThat(gate.permits(8, Duration.ofSeconds(29).toNanos())).isZero();
  }
}
