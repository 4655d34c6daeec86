package dev.peregrine.perf.internal;

import dev.peregrine.perf.LoadReport;
import dev.peregrine.perf.OpenLoadResult;
import dev.peregrine.perf.OpenLoadResult.Moment;
import dev.peregrine.perf.ResultPage;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/// An open load as a page of results: what the report shows as plots, in figures.
final class OpenLoadPage {

  private static final int PARTS = 12;

  private OpenLoadPage() {}

  /// Returns the page.
  ///
  /// @param target the service that was asked
  /// @param seconds how long it was to be asked
  static ResultPage of(URI target, int seconds, OpenLoadResult result) {
    var word = result.scenario().word();
    var page = new ResultPage("Load: " + word);
    page.add(
        "Written by `./peregrine load %s --rate %.0f --seconds %d --write FILE`. What the figures mean: [README](../README.md)."
            .formatted(word, result.perSecond(), seconds));
    page.add(
        "%s. Driver, service, Postgres and Redis share the cores; at most %d connections."
            .formatted(Machine.described(), result.total().clients()));
    page.add(new LoadReport(target, result).text().strip().replace("\n", "\n\n"));
    page.section("As time went by");
    page.add(moments(result));
    page.section("By request");
    page.add(result.total().table());
    page.section("Faults");
    var faults = result.total().faults();
    var list = new StringBuilder();
    faults.forEach((fault, times) -> list.append("- %d × `%s`\n".formatted(times, fault)));
    page.add(faults.isEmpty() ? "None." : list.toString());
    return page;
  }

  /// A dozen rows at most: each tells of some moments together.
  private static String moments(OpenLoadResult result) {
    var table =
        new StringBuilder(
            """
            | from second | due a second | good | turned away | faults | worst p99 ms | max ms |
            | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
            """);
    var all = result.moments();
    var size = Math.max(1, (all.size() + PARTS - 1) / PARTS);
    var span = result.span().toMillis() / 1e3;
    IntStream.iterate(0, at -> at < all.size(), at -> at + size)
        .forEach(at -> {
          var part = all.subList(at, Math.min(at + size, all.size()));
          table.append(row(at * span, part.size() * span, part));
        });
    return table.toString();
  }

  private static String row(double from, double seconds, List<Moment> part) {
    return String.format(
        Locale.ROOT,
        "| %.0f | %.0f | %d | %d | %d | %.1f | %.1f |\n",
        from,
        sum(part, Moment::due) / seconds,
        sum(part, Moment::good),
        sum(part, Moment::turnedAway),
        sum(part, Moment::faults),
        most(part, Moment::p99) / 1e3,
        most(part, Moment::max) / 1e3);
  }

  private static long sum(Collection<Moment> part, ToLongFunction<Moment> figure) {
    return part.stream().mapToLong(figure).sum();
  }

  private static long most(Collection<Moment> part, ToLongFunction<Moment> figure) {
    return part.stream().mapToLong(figure).max().orElse(0);
  }
}
