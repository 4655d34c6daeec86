package dev.peregrine.persistence.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.persistence.ReplicationConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LeaderTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Leader leader = new Leader(ReplicationConfig.defaults());

  @Test
  void one_that_is_only_slow_is_asked_on() {
    leader.seen(1, 0);

    assertThat(leader.missed(3 * SECOND)).as("one look").isFalse();
    leader.seen(1, 3 * SECOND);
    assertThat(leader.missed(4 * SECOND - 1)).isFalse();
    assertThat(leader.missed(4 * SECOND)).as("not longer than a second").isFalse();
    assertThat(leader.closed()).isNull();
  }

  @Test
  void one_that_is_silent_is_not_until_it_is_seen_again() {
    leader.seen(1, 0);
    assertThat(leader.missed(SECOND / 2)).isFalse();

    assertThat(leader.missed(SECOND + 1)).isTrue();
    assertThat(leader.closed()).isNotNull();

    leader.seen(1, 2 * SECOND);
    assertThat(leader.closed()).isNull();
  }

  @Test
  void who_may_be_none_any_more_is_not_asked_until_it_is_seen() {
    leader.seen(3, 0);

    leader.doubt("its connection ended");

    assertThat(leader.closed()).isEqualTo("its connection ended");
    assertThat(leader.timeline()).isEqualTo(3);
    leader.seen(4, 1);
    assertThat(leader.closed()).isNull();
    assertThat(leader.timeline()).isEqualTo(4);
  }
}
