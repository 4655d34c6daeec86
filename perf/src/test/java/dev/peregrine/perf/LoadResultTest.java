package dev.peregrine.perf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.perf.LoadResult.KindResult;
import dev.peregrine.perf.LoadResult.Latencies;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadResultTest {

  private static final LoadResult RESULT =
      new LoadResult(
          Duration.ofSeconds(2),
          3,
          Map.of(
              RequestKind.REPLACE,
              new KindResult(Map.of(412, 1L, 200, 9L), new Latencies(40, 50, 1_149, 9_950, 12_000)),
              RequestKind.FIND,
              new KindResult(Map.of(200, 90L), new Latencies(1, 2, 3, 4, 5))),
          0,
          Map.of());

  @Test
  void answers_are_summed_up() {
    assertThat(RESULT.answers()).isEqualTo(100);
    assertThat(RESULT.answersPerSecond()).isEqualTo(50);
    assertThat(RESULT.count(RequestKind.REPLACE, 412)).isEqualTo(1);
    assertThat(RESULT.count(RequestKind.REGISTER, 201)).isZero();
  }

  @Test
  void the_table_has_a_line_for_each_kind() {
    assertThat(RESULT.table().lines().skip(2))
        .containsExactly(
            "| GET one | 90 | 0.0 | 0.0 | 0.0 | 0.0 | 0.0 | 200: 90 |",
            "| PUT If-Match | 10 | 0.0 | 0.1 | 1.1 | 10.0 | 12.0 | 200: 9, 412: 1 |");
  }

  @Test
  void a_page_has_everything_that_was_added() {
    var page = new ResultPage("Load");

    page.section("Steady");
    page.add(RESULT);

    assertThat(page.text())
        .startsWith(
            "# Load\n\n## Steady\n\n3 clients, 2.0 s: 100 answers, 50 a second; 0 turned away;"
                + " faults: none.\n\n| request");
  }
}
