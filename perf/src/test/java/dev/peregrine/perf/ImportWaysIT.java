package dev.peregrine.perf;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The ways that rows could take into the table, side by side: each in turn, on an empty table.
///
/// `-Dperf.rows=100000 -Dperf.rounds=3` takes as many, `-Dperf.ways=HTTP` only those whose name has
/// that in it; `-Dperf.write=true` writes the figures to a page.
class ImportWaysIT {

  private static final long ROWS = Long.getLong("perf.rows", 3_000);
  private static final int ROUNDS = Integer.getInteger("perf.rounds", 1);
  private static final String PAGE = System.getProperty("perf.page", "import.md");
  private static final Pattern ONLY = Pattern.compile(System.getProperty("perf.ways", ""));

  @Test
  void all_rows_come_in_whichever_way_they_take(@TempDir Path directory) throws Exception {
    var rates = new LinkedHashMap<String, List<Double>>();
    List<String> flags;
    try (var home = ServiceHome.in(directory);
        var service = ServiceProcess.start(home, "");
        var client = HttpClient.newHttpClient();
        var ways = new ImportWays(service)) {
      var all = ways(ways, service, client);
      for (var round = 0; round <= ROUNDS; round++) {
        for (var way : all.entrySet()) {
          // In the first round everything is cold, so it is short and does not count.
          var rows = round == 0 ? ROWS / 10 : ROWS;
          ways.empty();
          var rate = BulkRun.rate(rows, () -> way.getValue().take(rows));
          assertThat(ways.stored()).as(way.getKey()).isEqualTo(rows);
          if (round > 0) {
            rates.computeIfAbsent(way.getKey(), key -> new ArrayList<>()).add(rate);
          }
        }
      }
      flags = service.flags();
      var _ = service.stop();
    }
    var page = page(rates, flags);
    System.out.println(page.text());
    if (Boolean.getBoolean("perf.write")) {
      page.write(Path.of("results", PAGE));
    }
  }

  /// Brings the first rows of all into an empty table.
  @FunctionalInterface
  private interface Way {
    void take(long rows) throws Exception;
  }

  private static Map<String, Way> ways(ImportWays ways, ServiceProcess service, HttpClient client) {
    var all = new LinkedHashMap<String, Way>();
    all.put("COPY as text, by the JDBC driver", ways::copy);
    if (ImportWays.psqlIsThere()) {
      all.put("`psql \\copy`", ways::psql);
    }
    all.put(
        "**the whole import over HTTP**",
        rows -> BulkRun.loadAll(service, client, new Lines(0, rows, BulkRun::json, () -> {})));
    all.put("arrays, 500 rows a statement", rows -> ways.arrays(rows, 500, 1));
    all.put("arrays, 2,000 rows", rows -> ways.arrays(rows, 2_000, 1));
    all.put("arrays, 10,000 rows", rows -> ways.arrays(rows, 10_000, 1));
    all.put("arrays, 2,000 rows, two writers", rows -> ways.arrays(rows, 2_000, 2));
    all.put("COPY as binary into a staging table, 50,000 rows merged", ways::stage);
    all.put("`executeBatch`, 1,000 inserts", rows -> ways.batch(rows, 1_000));
    all.put("`executeBatch`, 50 inserts", rows -> ways.batch(rows, 50));
    all.keySet().removeIf(way -> !ONLY.matcher(way).find());
    return all;
  }

  private static double median(List<Double> rates) {
    return rates.stream().sorted().skip((rates.size() - 1) / 2).findFirst().orElseThrow();
  }

  private static ResultPage page(Map<String, List<Double>> rates, List<String> flags)
      throws Exception {
    var page = new ResultPage("Ways in");
    page.add("Written by `ImportWaysIT`. What the figures mean: [README](../README.md).");
    page.add(SteadyLoadPage.machine(flags));
    page.section(ROWS + " rows into an empty table with all its indexes and triggers");
    var table =
        new StringBuilder(
            "| rows a second, " + ROUNDS + " rounds | median | least | most | ÷ the first |\n");
    table.append("| --- | ---: | ---: | ---: | ---: |\n");
    var first = median(rates.values().iterator().next());
    rates.forEach((way, seen) ->
        table.append(
            "| %s | %.0f | %.0f | %.0f | %.2f |%n"
                .formatted(
                    way,
                    median(seen),
                    Collections.min(seen),
                    Collections.max(seen),
                    median(seen) / first)));
    page.add(table.toString());
    return page;
  }
}
