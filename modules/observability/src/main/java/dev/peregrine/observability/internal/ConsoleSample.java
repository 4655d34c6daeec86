package dev.peregrine.observability.internal;

import dev.peregrine.http.Route;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// All that was counted up to one moment; two of them tell what happened in between.
///
/// @param nanos when
/// @param traffic what was answered, by method and route
/// @param cache what happened in each region, by event
/// @param loops how late each event loop was
/// @param pausedMs how long the program has stood still for its garbage
record ConsoleSample(
    long nanos,
    Map<Place, Traffic> traffic,
    Map<String, Map<String, Long>> cache,
    Map<String, Distribution> loops,
    long pausedMs) {

  /// Where requests go.
  ///
  /// @param method the method
  /// @param template the route's
  record Place(String method, String template) {

    static Place of(Route route) {
      return new Place(route.method().name(), route.template());
    }
  }

  /// What one route has answered.
  ///
  /// @param durations how long it took; nothing of streams, which are meant to take long
  /// @param answered how often
  /// @param refused how often with a status that blames the client
  /// @param failed how often with one that blames this side
  record Traffic(Distribution durations, long answered, long refused, long failed) {

    static final Traffic NONE = new Traffic(Distribution.NONE, 0, 0, 0);

    static Traffic of(HttpMeters.Served served) {
      var count = served.timer().count();
      var isLong = SlowRequests.isLong(served.route());
      return new Traffic(
          isLong ? Distribution.NONE : Distribution.of(served.timer()),
          count,
          served.status() / 100 == 4 ? count : 0,
          served.status() / 100 == 5 ? count : 0);
    }

    Traffic plus(Traffic other) {
      return new Traffic(
          durations.plus(other.durations),
          answered + other.answered,
          refused + other.refused,
          failed + other.failed);
    }

    Traffic since(Traffic earlier) {
      return new Traffic(
          durations.since(earlier.durations),
          answered - earlier.answered,
          refused - earlier.refused,
          failed - earlier.failed);
    }
  }

  /// Looks at everything.
  ///
  /// @param sources whom to ask
  /// @param regions of the cache
  /// @param pausedMs how long the program has stood still
  static ConsoleSample take(ConsoleSources sources, List<String> regions, long pausedMs) {
    var telemetry = sources.telemetry();
    var traffic = new HashMap<Place, Traffic>();
    for (var served : sources.served()) {
      traffic.merge(Place.of(served.route()), Traffic.of(served), Traffic::plus);
    }
    var cache = new TreeMap<String, Map<String, Long>>();
    regions.forEach(region -> cache.put(region, telemetry.cacheEvents(region)));
    var loops = new HashMap<String, Distribution>();
    for (var timer : telemetry.registry().find(LoopWatch.METER).timers()) {
      loops.put(String.valueOf(timer.getId().getTag(LoopWatch.TAG)), Distribution.of(timer));
    }
    return new ConsoleSample(System.nanoTime(), traffic, cache, loops, pausedMs);
  }

  /// Returns all routes together.
  Traffic all() {
    return traffic.values().stream().reduce(Traffic.NONE, Traffic::plus);
  }

  /// Returns how many seconds passed since an earlier look.
  double secondsSince(ConsoleSample earlier) {
    return Math.max(1, nanos - earlier.nanos) / 1e9;
  }

  /// Returns how often something happened in a region since an earlier look.
  long happened(ConsoleSample earlier, String region, List<String> events) {
    return count(region, events) - earlier.count(region, events);
  }

  private long count(String region, List<String> events) {
    var counted = cache.getOrDefault(region, Map.of());
    return events.stream().mapToLong(event -> counted.getOrDefault(event, 0L)).sum();
  }
}
