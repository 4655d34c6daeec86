package dev.peregrine.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.persistence.internal.ServerPosition;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PrimarySearchTest {

  @Test
  void who_takes_writes_is_the_primary() {
    assertThat(PrimarySearch.primaryOf(Map.of(0, leads(1), 1, follows(1)))).contains(0);
    assertThat(PrimarySearch.primaryOf(Map.of(0, leads(1)))).contains(0);
  }

  @Test
  void who_was_promoted_is_whatever_the_former_one_says() {
    assertThat(PrimarySearch.primaryOf(Map.of(0, leads(1), 1, leads(2), 2, follows(1))))
        .contains(1);
    assertThat(PrimarySearch.primaryOf(Map.of(1, leads(2), 2, follows(2)))).contains(1);
    assertThat(PrimarySearch.primaryOf(Map.of(0, follows(3), 2, leads(3)))).contains(2);
  }

  @Test
  void without_one_on_the_newest_timeline_there_is_none() {
    assertThat(PrimarySearch.primaryOf(Map.of())).isEmpty();
    assertThat(PrimarySearch.primaryOf(Map.of(0, follows(1), 1, follows(1)))).isEmpty();
    assertThat(PrimarySearch.primaryOf(Map.of(0, leads(1), 1, follows(2))))
        .as("its replica has seen another one")
        .isEmpty();
  }

  @Test
  void a_stranger_is_none() {
    var stranger = new ServerPosition(false, 9, 1, 43);

    assertThat(PrimarySearch.primaryOf(Map.of(0, leads(1), 1, stranger))).contains(0);
    assertThat(PrimarySearch.primaryOf(Map.of(1, stranger, 2, follows(1)))).isEmpty();
    assertThat(PrimarySearch.primaryOf(Map.of(1, leads(1)))).as("never promoted").isEmpty();
  }

  @Test
  void two_on_one_timeline_are_for_somebody_to_decide() {
    assertThatThrownBy(() -> PrimarySearch.primaryOf(Map.of(1, leads(2), 2, leads(2))))
        .isInstanceOf(MigrationException.class)
        .hasMessageContaining("2 servers take writes on one timeline");
  }

  private static ServerPosition leads(int timeline) {
    return new ServerPosition(false, timeline, 100, 42);
  }

  private static ServerPosition follows(int timeline) {
    return new ServerPosition(true, timeline, 100, 42);
  }
}
