package dev.peregrine.perf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.perf.OpenLoadResult.Moment;
import dev.peregrine.perf.OpenLoadResult.Percentile;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadReportTest {

  private static LoadReport report(Map<String, Long> faults) {
    var total = new LoadResult(Duration.ofSeconds(2), 64, Map.of(), 3, faults);
    var moments =
        List.of(new Moment(100, 97, 3, 0, 1_000, 5_000, 9_000), new Moment(0, 0, 0, 0, 0, 0, 0));
    var percentiles =
        List.of(
            new Percentile(50, 1_000),
            new Percentile(99, 5_000),
            new Percentile(99.9, 7_000),
            new Percentile(100, 9_000));
    var result =
        new OpenLoadResult(
            LoadScenario.OVERLOAD,
            50,
            total,
            Duration.ofSeconds(1),
            moments,
            percentiles,
            4,
            1_500);
    return new LoadReport(URI.create("http://127.0.0.1:8080"), result);
  }

  @Test
  void it_says_what_came_of_it() {
    assertThat(report(Map.of()).text())
        .contains("overload: 100 requests due", "97 good", "3 turned away", "4 never sent")
        .contains("p50 1.0 ms, p99 5.0 ms, p99.9 7.0 ms, max 9.0 ms", "late by 1.5 ms");
  }

  @Test
  void what_a_service_said_is_shown_as_text() {
    assertThat(report(Map.of("FIND: <script>alert(1)</script>", 2L)).html())
        .contains("2 × FIND: &lt;script&gt;")
        .doesNotContain("<script");
  }
}
