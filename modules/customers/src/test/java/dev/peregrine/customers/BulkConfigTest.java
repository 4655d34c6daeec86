package dev.peregrine.customers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BulkConfigTest {

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void the_smallest_values_are_taken() {
    assertThat(new BulkConfig(1, 1, 1, 256, 1, 1, 1, 0, SECOND, SECOND, SECOND, MINUTE))
        .isNotNull();
  }

  @Test
  void values_out_of_their_bounds_are_told_by_their_keys() {
    assertThatThrownBy(
            () -> new BulkConfig(0, 1, 1, 256, 1, 1, 1, 0, SECOND, SECOND, SECOND, MINUTE))
        .hasMessage("customers.bulk.imports: 0 (expected: >= 1)");
    assertThatThrownBy(
            () -> new BulkConfig(1, 1, 10_001, 256, 1, 1, 1, 0, SECOND, SECOND, SECOND, MINUTE))
        .hasMessage("customers.bulk.chunkRows: 10001 (expected: 1 to 10000)");
    assertThatThrownBy(
            () -> new BulkConfig(1, 1, 1, 255, 1, 1, 1, 0, SECOND, SECOND, SECOND, MINUTE))
        .hasMessage("customers.bulk.lineBytes: 255 (expected: >= 256)");
    assertThatThrownBy(
            () -> new BulkConfig(1, 1, 1, 256, 1, 0, 1, 0, SECOND, SECOND, SECOND, MINUTE))
        .hasMessage("customers.bulk.waiting: 0 (expected: >= 1)");
    assertThatThrownBy(
            () -> new BulkConfig(1, 1, 1, 256, 1, 1, 0, 0, SECOND, SECOND, SECOND, MINUTE))
        .hasMessage("customers.bulk.waitingLines: 0 (expected: >= 1)");
    assertThatThrownBy(
            () -> new BulkConfig(1, 1, 1, 256, 1, 1, 1, 0, SECOND, SECOND, SECOND, SECOND))
        .hasMessageStartingWith("customers.bulk.keptFor: PT1S");
  }
}
