package dev.peregrine.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class InvalidationConfigTest {

  private static final Duration SOON = Duration.ofMillis(20);

  @Test
  void the_bounds_themselves_are_taken() {
    assertThat(new InvalidationConfig(1, 1, SOON)).isNotNull();
    assertThat(new InvalidationConfig(1_000, 100_000, Duration.ofMinutes(1))).isNotNull();
  }

  @Test
  void values_out_of_their_bounds_are_told_by_their_keys() {
    assertThatThrownBy(() -> new InvalidationConfig(0, 1, SOON))
        .hasMessage("customers.invalidation.rows: 0 (expected: 1 to 1000)");
    assertThatThrownBy(() -> new InvalidationConfig(1_001, 1, SOON))
        .hasMessage("customers.invalidation.rows: 1001 (expected: 1 to 1000)");
    assertThatThrownBy(() -> new InvalidationConfig(1, 0, SOON))
        .hasMessage("customers.invalidation.backlog: 0 (expected: 1 to 100000)");
    assertThatThrownBy(() -> new InvalidationConfig(1, 100_001, SOON))
        .hasMessage("customers.invalidation.backlog: 100001 (expected: 1 to 100000)");
    assertThatThrownBy(() -> new InvalidationConfig(1, 1, SOON.minusMillis(1)))
        .hasMessage("customers.invalidation.lookEvery: PT0.019S (expected: 20ms to 1m)");
    assertThatThrownBy(() -> new InvalidationConfig(1, 1, Duration.ofSeconds(61)))
        .hasMessage("customers.invalidation.lookEvery: PT1M1S (expected: 20ms to 1m)");
  }
}
