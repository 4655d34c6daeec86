package dev.peregrine.perf;

import dev.peregrine.perf.OpenLoadResult.Moment;
import dev.peregrine.perf.internal.Plot;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/// An open load as a page to look at: one HTML file, with plots, that needs nothing else.
public final class LoadReport {

  private static final String STYLE =
      """
      body{font:15px/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}
      table{border-collapse:collapse;font-variant-numeric:tabular-nums}td,th{padding:.15rem .7rem;text-align:right}
      td:first-child,th:first-child{text-align:left}tr+tr{border-top:1px solid #8884}
      svg{width:100%;height:auto}text{font-size:11px;fill:currentColor}polyline{fill:none;stroke-width:1.8}
      .rule{stroke:#8884}.line0{stroke:#888}.line1{stroke:#2a8}.line2{stroke:#d90}.line3{stroke:#d33}
      .bad{color:#d33}
      """;

  private final URI target;
  private final OpenLoadResult result;

  /// Makes a report.
  ///
  /// @param target the service that was asked
  /// @param result what came of it
  public LoadReport(URI target, OpenLoadResult result) {
    this.target = target;
    this.result = result;
  }

  /// Returns the page.
  public String html() {
    var title = "Load: " + result.scenario().word();
    return """
    <!doctype html><html lang="en"><meta charset="utf-8"><title>%s</title>
    <meta name="viewport" content="width=device-width"><style>%s</style>
    <h1>%s</h1>%s
    <h2>Requests a second</h2>%s
    <h2>Latency, ms</h2>%s
    <h2>Latency of all answers, ms</h2>%s
    <h2>By request</h2>%s
    </html>
    """
        .formatted(
            title, STYLE, title, summary(), rates(), latencies(), distribution(), byRequest());
  }

  /// Returns what matters most, in a few lines of plain text.
  public String text() {
    var total = result.total();
    return """
    %s: %d requests due in %.0f s, %d good, %d turned away (503 with Retry-After), %d never sent; faults: %s
    p50 %s ms, p99 %s ms, p99.9 %s ms, max %s ms from when a request was due; driver late by %s ms at most
    """
        .formatted(
            result.scenario().word(),
            result.due(),
            total.took().toMillis() / 1e3,
            result.good(),
            total.turnedAway(),
            result.neverSent(),
            total.faults().isEmpty() ? "none" : total.faults(),
            ms(at(50)),
            ms(at(99)),
            ms(at(99.9)),
            ms(at(100)),
            ms(result.lateUs()));
  }

  /// Writes the page; blocks.
  ///
  /// @param file where to; replaced if it is there
  /// @throws IOException if it cannot be written
  public void write(Path file) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(file, html());
  }

  private String summary() {
    var faults = result.total().faults();
    return "<p>%s, base rate %.0f a second, at most %d connections.</p><p>%s</p>%s"
        .formatted(
            Plot.escaped(target.toString()),
            result.perSecond(),
            result.total().clients(),
            Plot.escaped(text()).strip().replace("\n", "<br>"),
            faults.isEmpty()
                ? ""
                : "<ul class=\"bad\">"
                    + faults.entrySet().stream()
                        .map(fault ->
                            "<li>"
                                + fault.getValue()
                                + " × "
                                + Plot.escaped(fault.getKey())
                                + "</li>")
                        .collect(Collectors.joining())
                    + "</ul>");
  }

  private String rates() {
    return Plot.linear("seconds", labels())
        .line("due", perSecond(Moment::due))
        .line("good", perSecond(Moment::good))
        .line("turned away", perSecond(Moment::turnedAway))
        .line("faults", perSecond(Moment::faults))
        .svg();
  }

  private String latencies() {
    return Plot.logarithmic("seconds", labels())
        .line("max", inMs(Moment::max))
        .line("p50", inMs(Moment::p50))
        .line("p99", inMs(Moment::p99))
        .svg();
  }

  private String distribution() {
    var names = result.percentiles().stream().map(one -> percent(one.percent())).toList();
    var values = result.percentiles().stream().mapToDouble(one -> one.us() / 1e3);
    return Plot.logarithmic("percentile", names).line("all", values).svg();
  }

  private String byRequest() {
    var rows =
        new StringBuilder(
            "<table><tr><th>request<th>answers<th>p50<th>p90<th>p99<th>p99.9<th>max<th>by status");
    for (var kind : RequestKind.values()) {
      var found = result.total().kinds().get(kind);
      if (found != null) {
        rows.append("<tr><td>").append(Plot.escaped(kind.label()));
        rows.append("<td>").append(found.answers());
        var times = found.latencies();
        for (var us : List.of(times.p50(), times.p90(), times.p99(), times.p999(), times.max())) {
          rows.append("<td>").append(ms(us));
        }
        rows.append("<td>").append(Plot.escaped(found.statuses().toString()));
      }
    }
    return rows.append("</table>").toString();
  }

  private List<String> labels() {
    return IntStream.range(0, result.moments().size())
        .mapToObj(index -> Long.toString(index * result.span().toMillis() / 1_000))
        .toList();
  }

  private DoubleStream perSecond(ToLongFunction<Moment> count) {
    var seconds = result.span().toMillis() / 1e3;
    return result.moments().stream().mapToDouble(one -> count.applyAsLong(one) / seconds);
  }

  private DoubleStream inMs(ToLongFunction<Moment> us) {
    return result.moments().stream().mapToDouble(one -> us.applyAsLong(one) / 1e3);
  }

  private long at(double percent) {
    return result.percentiles().stream()
        .filter(one -> one.percent() == percent)
        .findFirst()
        .orElseThrow()
        .us();
  }

  private static String percent(double percent) {
    return percent == Math.rint(percent) ? Long.toString((long) percent) : Double.toString(percent);
  }

  private static String ms(long us) {
    return String.format(Locale.ROOT, "%.1f", us / 1e3);
  }
}
