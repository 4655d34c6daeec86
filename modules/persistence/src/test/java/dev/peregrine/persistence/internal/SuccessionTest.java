package dev.peregrine.persistence.internal;

import static dev.peregrine.persistence.internal.Succession.Role.BEHIND;
import static dev.peregrine.persistence.internal.Succession.Role.FENCED;
import static dev.peregrine.persistence.internal.Succession.Role.FOLLOWER;
import static dev.peregrine.persistence.internal.Succession.Role.FOREIGN;
import static dev.peregrine.persistence.internal.Succession.Role.PRIMARY;
import static dev.peregrine.persistence.internal.Succession.Role.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SuccessionTest {

  private static final long OURS = 42;

  private final Succession succession = new Succession();

  @Test
  void who_was_configured_is_the_primary_and_the_others_follow() {
    assertThat(succession.judge(1, follows(1))).isEqualTo(UNKNOWN);
    assertThat(succession.judge(0, leads(1))).isEqualTo(PRIMARY);
    assertThat(succession.judge(1, follows(1))).isEqualTo(FOLLOWER);
    assertThat(succession.primary()).isZero();
    assertThat(succession.settled()).isTrue();
  }

  @Test
  void who_is_promoted_takes_over_and_the_former_one_never_leads_again() {
    known();

    assertThat(succession.judge(2, leads(2))).isEqualTo(PRIMARY);

    assertThat(succession.primary()).isEqualTo(2);
    assertThat(succession.timeline()).isEqualTo(2);
    assertThat(succession.judge(0, leads(1))).isEqualTo(FENCED);
    assertThat(succession.judge(1, follows(1))).isEqualTo(BEHIND);
    assertThat(succession.judge(1, follows(2))).isEqualTo(FOLLOWER);
    assertThat(succession.judge(0, follows(2))).isEqualTo(FOLLOWER);
    assertThat(succession.primary()).isEqualTo(2);
  }

  @Test
  void of_two_on_one_timeline_the_present_one_stays() {
    known();
    assertThat(succession.judge(1, leads(2))).isEqualTo(PRIMARY);

    assertThat(succession.judge(2, leads(2))).isEqualTo(FENCED);

    assertThat(succession.primary()).isEqualTo(1);
    assertThat(succession.judge(1, leads(2))).isEqualTo(PRIMARY);
  }

  @Test
  void a_primary_whose_replica_has_seen_a_newer_timeline_is_none() {
    known();

    assertThat(succession.judge(1, follows(2))).isEqualTo(FOLLOWER);

    assertThat(succession.settled()).isFalse();
    assertThat(succession.judge(0, leads(1))).isEqualTo(FENCED);
    assertThat(succession.judge(2, leads(2))).isEqualTo(PRIMARY);
    assertThat(succession.settled()).isTrue();
  }

  @Test
  void a_primary_may_come_to_a_newer_timeline_at_its_own_address() {
    known();

    assertThat(succession.judge(0, leads(5))).isEqualTo(PRIMARY);

    assertThat(succession.timeline()).isEqualTo(5);
  }

  @Test
  void a_server_of_another_database_is_nothing_whatever_its_timeline() {
    known();

    assertThat(succession.judge(1, new ServerPosition(false, 9, 1, 43))).isEqualTo(FOREIGN);

    assertThat(succession.primary()).isZero();
    assertThat(succession.timeline()).isEqualTo(1);
  }

  private void known() {
    assertThat(succession.judge(0, leads(1))).isEqualTo(PRIMARY);
  }

  private static ServerPosition leads(int timeline) {
    return new ServerPosition(false, timeline, 100, OURS);
  }

  private static ServerPosition follows(int timeline) {
    return new ServerPosition(true, timeline, 100, OURS);
  }
}
