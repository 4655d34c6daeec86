package dev.peregrine.perf;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many customers in and out, over HTTP: at what rate, and how much the service holds meanwhile.
///
/// `-Dperf.lines=1000000` takes as many instead of 50,000; `-Dperf.write=true` writes the figures
/// to a page.
class BulkIT {

  private static final long MIB = 1 << 20;
  private static final long MOST_HEAP_GROWTH_BYTES = 64 * MIB;

  private static BulkRun seen;

  @BeforeAll
  static void play(@TempDir Path directory) throws Exception {
    try (var home = ServiceHome.in(directory);
        var service = ServiceProcess.start(home, "")) {
      seen = BulkRun.play(service, Long.getLong("perf.lines", 50_000));
      var _ = service.stop();
    }
    var page = page();
    System.out.println(page.text());
    if (Boolean.getBoolean("perf.write")) {
      page.write(Path.of("results", "bulk.md"));
    }
  }

  @Test
  void every_line_is_imported_and_every_customer_exported() {
    assertThat(seen.stored()).isGreaterThan(2 * seen.lines());
    assertThat(seen.exported()).isEqualTo(seen.stored());
  }

  @Test
  void the_heap_is_flat_however_many_lines_there_are() {
    assertThat(seen.heapDuring())
        .hasSize(4)
        .allMatch(bytes -> bytes < seen.heapBefore() + MOST_HEAP_GROWTH_BYTES);
  }

  @Test
  void nothing_blocks_or_fails() {
    assertThat(ServiceProcess.complaints(seen.output())).isEmpty();
  }

  private static double share() {
    return median(seen.importRates()) / median(seen.copyRates());
  }

  private static double median(List<Double> rates) {
    return rates.stream().sorted().skip(rates.size() / 2).findFirst().orElseThrow();
  }

  private static ResultPage page() throws Exception {
    var page = new ResultPage("Bulk");
    page.add("Written by `BulkIT`. What the figures mean: [README](../README.md).");
    page.add(SteadyLoadPage.machine(seen.flags()));
    page.section("Rate");
    page.add(
        """
        | rows a second | median | least | most |
        | --- | ---: | ---: | ---: |
        %s%s| export of %d customers | %.0f | | |

        **Import over HTTP: %.2f× COPY** of as many rows into the same table, indexes and all, in turn with it.
        """
            .formatted(
                row("import over HTTP, " + seen.lines() + " lines in 3 rounds", seen.importRates()),
                row("COPY of as many", seen.copyRates()),
                seen.stored(),
                seen.exportRate(),
                share()));
    page.section("What the service held");
    page.add(
        "Live heap: %.1f MiB before; at most %.1f MiB, looked at halfway through each import and the export."
            .formatted(
                seen.heapBefore() / (double) MIB,
                Collections.max(seen.heapDuring()) / (double) MIB));
    return page;
  }

  private static String row(String what, List<Double> rates) {
    return "| %s | %.0f | %.0f | %.0f |%n"
        .formatted(what, median(rates), Collections.min(rates), Collections.max(rates));
  }
}
