package dev.peregrine.perf.internal;

import dev.peregrine.perf.internal.Wrk.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// One kind of work, done by both in turn. Not safe for several threads.
final class Rounds {

  private final Work work;
  private final List<Turn> yardstick = new ArrayList<>();
  private final List<Turn> service = new ArrayList<>();

  Rounds(Work work) {
    this.work = work;
  }

  /// One server's part of a round.
  ///
  /// @param figures what wrk saw
  /// @param serverUs time of a core that the server took, in microseconds an answer
  /// @param postgresUs the same of Postgres
  record Turn(Figures figures, double serverUs, double postgresUs) {}

  void add(Turn bare, Turn ours) {
    yardstick.add(bare);
    service.add(ours);
  }

  /// Returns how many times the yardstick's rate the service gave, in the middle.
  double ratio() {
    return median(ratios());
  }

  /// Returns a row of the table.
  String row() {
    var all = ratios();
    return "| %s | **%s×** (%s–%s) | %,.0f | %,.0f | %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            work.name(),
            two(ratio()),
            two(all.getFirst()),
            two(all.getLast()),
            middle(service, turn -> turn.figures().perSecond()),
            middle(yardstick, turn -> turn.figures().perSecond()),
            one(middle(service, Turn::serverUs)),
            one(middle(yardstick, Turn::serverUs)),
            one(middle(service, Turn::postgresUs)),
            one(middle(yardstick, Turn::postgresUs)),
            one(middle(service, turn -> turn.figures().p99us() / 1e3)),
            one(middle(yardstick, turn -> turn.figures().p99us() / 1e3)));
  }

  static String head() {
    return """
    | work | rate ÷ yardstick's, median (least–most) | answers/s | yardstick's | CPU µs an answer | yardstick's | Postgres µs | yardstick's | p99 ms | yardstick's |
    | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
    """;
  }

  /// Sorted, least first.
  private List<Double> ratios() {
    var ratios = new ArrayList<Double>();
    for (var round = 0; round < service.size(); round++) {
      ratios.add(
          service.get(round).figures().perSecond() / yardstick.get(round).figures().perSecond());
    }
    ratios.sort(null);
    return ratios;
  }

  private static double middle(List<Turn> turns, ToDoubleFunction<Turn> figure) {
    return median(turns.stream().mapToDouble(figure).boxed().sorted().toList());
  }

  private static double median(List<Double> sorted) {
    var half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }

  private static String one(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String two(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
