package dev.peregrine.observability.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DistributionTest {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Timer timer = Durations.timer("any", "Any").register(registry);

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void percentiles_lie_in_their_bucket() {
    record(90, Duration.ofMillis(4));
    record(9, Duration.ofMillis(40));
    record(1, Duration.ofMillis(400));

    var all = Distribution.of(timer);

    assertThat(all.count()).isEqualTo(100);
    assertThat(all.quantileMs(0.5)).isBetween(2.5, 5.0);
    assertThat(all.quantileMs(0.95)).isBetween(25.0, 50.0);
    assertThat(all.quantileMs(0.99)).isBetween(25.0, 50.0);
    assertThat(all.quantileMs(1)).isEqualTo(500, within(0.001));
  }

  @Test
  void only_what_came_since_the_earlier_look_counts() {
    record(1_000, Duration.ofSeconds(2));
    var before = Distribution.of(timer);
    record(10, Duration.ofNanos(150_000));

    var since = Distribution.of(timer).since(before);

    assertThat(since.count()).isEqualTo(10);
    assertThat(since.quantileMs(0.99)).isBetween(0.1, 0.25);
    assertThat(since.plus(before).quantileMs(0.99)).isBetween(1_000.0, 2_500.0);
  }

  @Test
  void nothing_has_no_percentile_and_the_longest_have_no_end() {
    assertThat(Distribution.of(timer).quantileMs(0.5)).isNaN();

    record(1, Duration.ofMinutes(1));

    assertThat(Distribution.of(timer).quantileMs(0.5)).isEqualTo(10_000);
  }

  private void record(int times, Duration duration) {
    for (var time = 0; time < times; time++) {
      timer.record(duration);
    }
  }
}
