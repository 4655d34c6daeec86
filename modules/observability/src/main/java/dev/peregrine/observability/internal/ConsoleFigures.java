package dev.peregrine.observability.internal;

import dev.peregrine.cache.RegionFigures;
import dev.peregrine.observability.ConsoleLink;
import dev.peregrine.observability.HealthReport;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Puts together what the console shows: rates of the last second, shares and percentiles of the
/// last ten.
///
/// One look at a time; any thread. It remembers eleven looks.
final class ConsoleFigures {

  private static final int WINDOW = 10;
  private static final int SLOW = 10;
  private static final int FEW = 12;
  private static final int LOOPS = 64;
  private static final int TEXT_CHARACTERS = 240;
  private static final List<String> LANE =
      List.of("pending", "leased", "retrying", "dead", "oldest.age.seconds");

  private final ConsoleSources sources;
  private final Deque<ConsoleSample> samples = new ArrayDeque<>();
  private volatile @Nullable HealthReport report;

  ConsoleFigures(ConsoleSources sources) {
    this.sources = sources;
  }

  JsonObject look() {
    askHealth();
    var telemetry = sources.telemetry();
    var memory = telemetry.memory();
    var regions = sources.stores().caches().figures().stream().limit(FEW).toList();
    var names = regions.stream().map(RegionFigures::region).toList();
    var pausedMs = memory.getJsonObject("gc").getLong("pausedMs");
    samples.addLast(ConsoleSample.take(sources, names, pausedMs));
    if (samples.size() > WINDOW + 1) {
      samples.removeFirst();
    }
    var span = ConsoleSpan.of(samples);
    return new JsonObject()
        .put("at", Instant.now().toString())
        .put("upMs", ManagementFactory.getRuntimeMXBean().getUptime())
        .put("links", Shown.list(sources.links(), FEW, ConsoleFigures::json))
        .put("health", health())
        .put("http", TrafficFigures.json(span).put("counted", sources.http().isPresent()))
        .put("cache", StoreFigures.cache(span, sources.stores().caches(), regions))
        .put("pools", StoreFigures.pools(sources.stores().database()))
        .put("replicas", StoreFigures.replicas(sources.stores().database()))
        .put("loops", loops(span))
        .put("memory", memory(span, memory))
        .put("outbox", outbox())
        .put("slowRequests", slowRequests())
        .put("slowQueries", slowQueries());
  }

  /// The answer is for the next look: this one does not wait for a dependency that hangs.
  private void askHealth() {
    var _ = sources.health().ready().onSuccess(answer -> report = answer);
  }

  private @Nullable JsonObject health() {
    var known = report;
    if (known == null) {
      return null;
    }
    var shown = known.toJson();
    var checks = new JsonArray();
    shown.getJsonArray("checks").stream()
        .limit(FEW)
        .map(JsonObject.class::cast)
        .forEach(check ->
            checks.add(
                check
                    .put("name", Shown.name(check.getString("name")))
                    .put("detail", Shown.text(check.getString("detail", ""), TEXT_CHARACTERS))));
    return shown.put("checks", checks);
  }

  private static JsonArray loops(ConsoleSpan span) {
    var names = span.newest().loops().keySet().stream();
    return Shown.list(
        names.sorted(Comparator.comparingInt(String::length).thenComparing(name -> name)).toList(),
        LOOPS,
        name -> {
          var lag = span.lag(name);
          return new JsonObject()
              .put("loop", name)
              .put("p50Ms", Shown.number(lag.quantileMs(0.5)))
              .put("p99Ms", Shown.number(lag.quantileMs(0.99)));
        });
  }

  private static JsonObject memory(ConsoleSpan span, JsonObject memory) {
    var gc = memory.getJsonObject("gc");
    var direct = memory.getJsonObject("direct");
    return new JsonObject()
        .put("heap", memory.getJsonObject("heap"))
        .put(
            "direct",
            new JsonObject()
                .put("usedBytes", direct.getLong("usedBytes"))
                .put("maxBytes", direct.getLong("maxBytes")))
        .put("allocated", memory.getJsonObject("allocation").getLong("bytesPerSecond"))
        .put("pauses", gc.getLong("pauses"))
        .put("longestRecentMs", gc.getLong("longestRecentMs"))
        .put("pausedShare", Shown.number(span.pausedShare()));
  }

  /// As the gauges say, so nobody asks the database once more.
  private JsonArray outbox() {
    var registry = sources.telemetry().registry();
    var lanes =
        registry.find("peregrine.outbox.pending").gauges().stream()
            .map(gauge -> Objects.toString(gauge.getId().getTag("lane"), ""))
            .sorted()
            .toList();
    return Shown.list(
        lanes,
        FEW,
        lane -> {
          var json = new JsonObject().put("lane", Shown.name(lane));
          for (var figure : LANE) {
            var gauge = registry.find("peregrine.outbox." + figure).tag("lane", lane).gauge();
            json.put(figure.replace(".age.seconds", "AgeSeconds"), value(gauge));
          }
          return json;
        });
  }

  private static @Nullable Double value(@Nullable Gauge gauge) {
    return gauge == null ? null : Shown.number(gauge.value());
  }

  private JsonObject slowRequests() {
    var list = sources.telemetry().slowRequests(SLOW);
    each(list, item -> item.put("route", Shown.name(item.getString("route"))));
    return list;
  }

  /// Plans are long; who wants one asks for it.
  private JsonObject slowQueries() {
    var list = sources.telemetry().slowStatements(SLOW);
    each(
        list,
        item -> {
          item.remove("plan");
          item.put("name", Shown.name(item.getString("name")));
          item.put("text", Shown.text(item.getString("text"), TEXT_CHARACTERS));
        });
    return list;
  }

  private static void each(JsonObject list, Consumer<JsonObject> change) {
    list.getJsonArray("items").stream().map(JsonObject.class::cast).forEach(change);
  }

  private static JsonObject json(ConsoleLink link) {
    var json = new JsonObject().put("name", Shown.name(link.name())).put("path", link.path());
    return link.port().succeeded() ? json.put("port", link.port().result()) : json;
  }
}
