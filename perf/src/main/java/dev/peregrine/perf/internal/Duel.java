package dev.peregrine.perf.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// One kind of work, done in turn by the first variant and another. Not safe for several threads.
final class Duel {

  private final Variant variant;
  private final Work work;
  private final List<Side> present = new ArrayList<>();
  private final List<Side> other = new ArrayList<>();

  /// @param variant the other one
  Duel(Variant variant, Work work) {
    this.variant = variant;
    this.work = work;
  }

  /// One part of a round.
  ///
  /// @param turn what was done
  /// @param stopMs how long in a second all threads stood still, in milliseconds
  /// @param longestMs the longest such stop
  record Side(Turn turn, double stopMs, double longestMs) {}

  void add(Side ofPresent, Side ofOther) {
    present.add(ofPresent);
    other.add(ofOther);
  }

  Work work() {
    return work;
  }

  /// Returns how the rates compare.
  Sample rates() {
    return ratios(side -> side.turn().figures().perSecond());
  }

  /// Returns how the processor time an answer compares, which other people's work disturbs least.
  Sample processorTimes() {
    return ratios(side -> side.turn().serverUs());
  }

  /// Returns it in few words.
  String summary() {
    return "rate " + rates().ratio() + ", CPU " + processorTimes().ratio();
  }

  static String head() {
    return """
    | variant | CPU an answer ÷ the first's | rate ÷ the first's | CPU µs an answer | answers/s | p50 ms | p99 ms | resident MiB | stopped, ms a second | longest stop, ms |
    | --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
    """;
  }

  /// Returns a row of the table; figures with a stroke are the variant's and the first one's.
  String row() {
    return "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            variant.name(),
            processorTimes().ratio(),
            rates().ratio(),
            both("%.1f", side -> side.turn().serverUs()),
            both("%,.0f", side -> side.turn().figures().perSecond()),
            both("%.1f", side -> side.turn().figures().p50us() / 1e3),
            both("%.1f", side -> side.turn().figures().p99us() / 1e3),
            both("%.0f", side -> side.turn().residentMib()),
            both("%.1f", Side::stopMs),
            most("%.1f", Side::longestMs));
  }

  private Sample ratios(ToDoubleFunction<Side> figure) {
    var ratios = new ArrayList<Double>();
    for (var round = 0; round < other.size(); round++) {
      ratios.add(figure.applyAsDouble(other.get(round)) / figure.applyAsDouble(present.get(round)));
    }
    return Sample.of(ratios);
  }

  private String both(String format, ToDoubleFunction<Side> figure) {
    return String.format(
        Locale.ROOT,
        format + " / " + format,
        sample(other, figure).median(),
        sample(present, figure).median());
  }

  private String most(String format, ToDoubleFunction<Side> figure) {
    return String.format(
        Locale.ROOT,
        format + " / " + format,
        sample(other, figure).most(),
        sample(present, figure).most());
  }

  private static Sample sample(List<Side> sides, ToDoubleFunction<Side> figure) {
    return Sample.of(sides.stream().mapToDouble(figure).boxed().toList());
  }
}
