package dev.peregrine.observability.internal;

import dev.peregrine.observability.internal.ConsoleSample.Place;
import dev.peregrine.observability.internal.ConsoleSample.Traffic;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;

/// What the service has answered, for the console.
final class TrafficFigures {

  private static final int ROUTES = 10;

  private TrafficFigures() {}

  /// One route and what it answered in the last ten seconds.
  private record Busy(Place place, Traffic traffic) {}

  static JsonObject json(ConsoleSpan span) {
    var all = span.newest().all();
    var second = all.since(span.before().all());
    var busy = busy(span);
    return traffic(span, all.since(span.oldest().all()))
        .put("answered", all.answered())
        .put("rate", Shown.number(span.rate(second.answered())))
        .put("refused", Shown.number(span.rate(second.refused())))
        .put("failed", Shown.number(span.rate(second.failed())))
        .put("routes", Shown.list(busy, ROUTES, one -> json(span, one)))
        .put("leftOut", Math.max(0, busy.size() - ROUTES));
  }

  private static List<Busy> busy(ConsoleSpan span) {
    return span.newest().traffic().keySet().stream()
        .map(place -> new Busy(place, span.traffic(place)))
        .filter(one -> one.traffic().answered() > 0)
        .sorted(
            Comparator.comparingLong((Busy one) -> one.traffic().answered())
                .reversed()
                .thenComparing(one -> one.place().template())
                .thenComparing(one -> one.place().method()))
        .toList();
  }

  private static JsonObject json(ConsoleSpan span, Busy one) {
    var traffic = one.traffic();
    return traffic(span, traffic)
        .put("method", Shown.name(one.place().method()))
        .put("route", Shown.name(one.place().template()))
        .put("rate", Shown.number(span.meanRate(traffic.answered())))
        .put("refused", Shown.number(span.meanRate(traffic.refused())))
        .put("failed", Shown.number(span.meanRate(traffic.failed())));
  }

  private static JsonObject traffic(ConsoleSpan span, Traffic traffic) {
    var durations = span.isEmpty() ? Distribution.NONE : traffic.durations();
    return new JsonObject()
        .put("p50Ms", Shown.number(durations.quantileMs(0.5)))
        .put("p95Ms", Shown.number(durations.quantileMs(0.95)))
        .put("p99Ms", Shown.number(durations.quantileMs(0.99)));
  }
}
