package dev.peregrine.persistence.internal;

import static dev.peregrine.persistence.ReplicaState.AWAY;
import static dev.peregrine.persistence.ReplicaState.FENCED;
import static dev.peregrine.persistence.ReplicaState.LAGGING;
import static dev.peregrine.persistence.ReplicaState.PROVING;
import static dev.peregrine.persistence.ReplicaState.SERVING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.persistence.ReplicationConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RotationTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long MIB = 1 << 20;

  /// Lag of at most one second and 16 MiB; well for one second.
  private final Rotation rotation = new Rotation(ReplicationConfig.defaults());

  @Test
  void who_was_well_for_a_while_is_in() {
    assertThat(rotation.state()).isEqualTo(AWAY);
    assertThat(rotation.followed(0, 0, 0)).isEqualTo(PROVING);
    assertThat(rotation.followed(0, 0, SECOND - 1)).isEqualTo(PROVING);
    assertThat(rotation.followed(0, 0, SECOND)).isEqualTo(SERVING);
  }

  @Test
  void one_bad_look_takes_it_out_and_the_while_begins_again() {
    in();

    assertThat(rotation.bad(AWAY)).isEqualTo(AWAY);

    assertThat(rotation.followed(0, 0, 5 * SECOND)).isEqualTo(PROVING);
    assertThat(rotation.bad(FENCED)).isEqualTo(FENCED);
    assertThat(rotation.followed(0, 0, 6 * SECOND)).isEqualTo(PROVING);
    assertThat(rotation.followed(0, 0, 7 * SECOND)).isEqualTo(SERVING);
  }

  @Test
  void lag_takes_it_out_and_half_of_that_keeps_it_out() {
    in();

    assertThat(rotation.followed(0, SECOND, 2 * SECOND)).isEqualTo(SERVING);
    assertThat(rotation.followed(0, SECOND + 1, 3 * SECOND)).isEqualTo(LAGGING);
    assertThat(rotation.followed(0, SECOND * 3 / 4, 4 * SECOND)).isEqualTo(LAGGING);
    assertThat(rotation.followed(0, SECOND / 2, 5 * SECOND)).isEqualTo(PROVING);
  }

  @Test
  void so_does_much_of_the_log() {
    in();

    assertThat(rotation.followed(16 * MIB, 0, 2 * SECOND)).isEqualTo(SERVING);
    assertThat(rotation.followed(16 * MIB + 1, 0, 3 * SECOND)).isEqualTo(LAGGING);
    assertThat(rotation.followed(9 * MIB, 0, 4 * SECOND)).isEqualTo(LAGGING);
    assertThat(rotation.followed(8 * MIB, 0, 5 * SECOND)).isEqualTo(PROVING);
  }

  private void in() {
    var _ = rotation.followed(0, 0, 0);
    assertThat(rotation.followed(0, 0, SECOND)).isEqualTo(SERVING);
  }
}
