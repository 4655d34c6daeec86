package dev.peregrine.perf.internal;

import dev.peregrine.perf.ResultPage;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.options.Options;

/// What the micro-benchmarks found, as a page.
final class BenchPage {

  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private BenchPage() {}

  /// Writes results down.
  ///
  /// @param pattern which benchmarks were asked for
  /// @param options how they were run
  /// @param results of each
  static ResultPage of(String pattern, Options options, Collection<RunResult> results) {
    var page = new ResultPage("Micro-benchmarks");
    page.add(
        "Written by `./peregrine bench '%s'`. What they do: [README](../README.md)."
            .formatted(pattern));
    page.add(
        "%s. %s iterations of %s, after as many to warm up. JMH %s."
            .formatted(
                Machine.described(),
                options.getMeasurementIterations().get(),
                options.getMeasurementTime().get(),
                results.iterator().next().getParams().getJmhVersion()));
    var table =
        new StringBuilder(
            """
            | benchmark | with | an operation, µs | ± | median, µs | p95, µs | p99, µs | bytes |
            | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
            """);
    results.forEach(result -> table.append(row(result)));
    page.add(table.toString());
    return page;
  }

  private static String row(RunResult result) {
    var params = result.getParams();
    var name = params.getBenchmark();
    var method = name.lastIndexOf('.');
    var with =
        params.getParamsKeys().stream()
            .map(key -> key + " " + params.getParam(key))
            .collect(Collectors.joining(", "));
    var primary = result.getPrimaryResult();
    var sampled = params.getMode() == Mode.SampleTime;
    var allocated = result.getSecondaryResults().get(ALLOCATED);
    return "| %s | %s | %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            name.substring(name.lastIndexOf('.', method - 1) + 1),
            with,
            micros(primary.getScore()),
            micros(primary.getScoreError()),
            sampled ? micros(primary.getStatistics().getPercentile(50)) : "",
            sampled ? micros(primary.getStatistics().getPercentile(95)) : "",
            sampled ? micros(primary.getStatistics().getPercentile(99)) : "",
            allocated == null ? "" : String.format(Locale.ROOT, "%,.0f", allocated.getScore()));
  }

  /// @param nanos as all benchmarks report it
  private static String micros(double nanos) {
    return Double.isNaN(nanos) ? "" : String.format(Locale.ROOT, "%,.3f", nanos / 1e3);
  }
}
