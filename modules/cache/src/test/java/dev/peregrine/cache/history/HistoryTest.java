package dev.peregrine.cache.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.cache.history.Operation.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The checker itself: it passes what is allowed and tells what is not.
class HistoryTest {

  private static final Duration BOUND = Duration.ofNanos(100);
  private static final Map<Long, Long> COMMITTED = Map.of(1L, 9L, 2L, 9L);

  private static Operation at(long start, Kind kind, long version, long demand) {
    return new Operation(0, kind, 1, start, start + 10, version, demand);
  }

  private static List<String> violations(Operation... operations) {
    return new History(List.of(operations)).violations(BOUND, COMMITTED);
  }

  @Test
  void what_is_within_the_bound_passes() {
    assertThat(
            violations(
                at(0, Kind.READ, 1, 0),
                at(0, Kind.EVICTED, 2, 0),
                at(109, Kind.READ, 1, 0),
                at(110, Kind.READ, 2, 0),
                at(300, Kind.READ, 3, 0)))
        .isEmpty();
  }

  @Test
  void what_is_older_than_the_bound_is_told() {
    assertThat(violations(at(0, Kind.EVICTED, 2, 0), at(110, Kind.READ, 1, 0)))
        .singleElement()
        .asString()
        .contains("older than the bound: node 0 read key 1 version 1");
  }

  @Test
  void an_eviction_that_ends_late_does_not_hide_a_newer_one() {
    assertThat(
            violations(
                at(0, Kind.EVICTED, 5, 0), at(50, Kind.EVICTED, 4, 0), at(200, Kind.READ, 4, 0)))
        .hasSize(1);
  }

  @Test
  void an_eviction_of_another_key_or_one_that_is_owed_demands_nothing() {
    var other = new Operation(0, Kind.EVICTED, 2, 0, 10, 2, 0);

    assertThat(violations(other, at(0, Kind.OWED, 2, 0), at(200, Kind.READ, 1, 0))).isEmpty();
  }

  @Test
  void a_read_that_is_older_than_its_token_is_told() {
    assertThat(violations(at(0, Kind.READ_WITH_TOKEN, 4, 4))).isEmpty();
    assertThat(violations(at(0, Kind.READ_WITH_TOKEN, 3, 4)))
        .singleElement()
        .asString()
        .startsWith("token");
  }

  @Test
  void what_nobody_committed_and_what_failed_is_told() {
    assertThat(violations(at(0, Kind.READ, 10, 0))).hasSize(1);
    assertThat(violations(at(0, Kind.FAILED, 0, 0))).hasSize(1);
  }

  @Test
  void an_operation_is_read_as_it_was_written() {
    var one = at(7, Kind.READ_WITH_TOKEN, 3, 2);

    assertThat(Operation.parse(one.text())).isEqualTo(one);
  }
}
