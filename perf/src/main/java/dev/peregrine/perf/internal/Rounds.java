package dev.peregrine.perf.internal;

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

  void add(Turn bare, Turn ours) {
    yardstick.add(bare);
    service.add(ours);
  }

  /// Returns a row of the table.
  String row() {
    return "| %s | %s | %,.0f | %,.0f | %s | %s | %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            work.name(),
            ratios().ratio(),
            middle(service, turn -> turn.figures().perSecond()),
            middle(yardstick, turn -> turn.figures().perSecond()),
            one(middle(service, Turn::serverUs)),
            one(middle(yardstick, Turn::serverUs)),
            one(middle(service, Turn::postgresUs)),
            one(middle(yardstick, Turn::postgresUs)),
            two(middle(service, Turn::statements)),
            two(middle(yardstick, Turn::statements)),
            one(middle(service, turn -> turn.figures().p99us() / 1e3)),
            one(middle(yardstick, turn -> turn.figures().p99us() / 1e3)));
  }

  static String head() {
    return """
    | work | rate ÷ yardstick's, median (least–most) | answers/s | yardstick's | CPU µs an answer | yardstick's | Postgres µs | yardstick's | statements | yardstick's | p99 ms | yardstick's |
    | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
    """;
  }

  /// Returns how many times the yardstick's rate the service gave.
  private Sample ratios() {
    var ratios = new ArrayList<Double>();
    for (var round = 0; round < service.size(); round++) {
      ratios.add(
          service.get(round).figures().perSecond() / yardstick.get(round).figures().perSecond());
    }
    return Sample.of(ratios);
  }

  private static double middle(List<Turn> turns, ToDoubleFunction<Turn> figure) {
    return Sample.of(turns.stream().mapToDouble(figure).boxed().toList()).median();
  }

  private static String two(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private static String one(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
