package dev.peregrine.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PatienceTest {

  /// JUnit finds the listener by itself, as it does in every room that has this one on its class
  /// path.
  @Test
  void whoever_awaits_is_given_a_minute() {
    var remainingMs = new AtomicLong();

    Awaitility.await()
        .conditionEvaluationListener(condition -> remainingMs.set(condition.getRemainingTimeInMS()))
        .until(() -> true);

    assertThat(remainingMs.get()).isBetween(10_001L, 60_000L);
  }
}
