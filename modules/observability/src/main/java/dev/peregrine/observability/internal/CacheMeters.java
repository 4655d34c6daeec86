package dev.peregrine.observability.internal;

import dev.peregrine.cache.CacheStats;
import dev.peregrine.cache.Caches;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/// Counts what the cache does by region and event; regions are constants of the program.
public final class CacheMeters implements CacheStats {

  private static final String AUDITED = "audited";
  private static final String AUDIT_STALE = "audit_stale";

  private final MeterRegistry registry;
  private final Map<Event, Map<String, Counter>> counters = new EnumMap<>(Event.class);

  /// Makes it.
  ///
  /// @param registry where the meters go
  public CacheMeters(MeterRegistry registry) {
    this.registry = registry;
    for (var event : Event.values()) {
      counters.put(event, new ConcurrentHashMap<>());
    }
  }

  @Override
  public void count(String region, Event event) {
    var ofEvent = Objects.requireNonNull(counters.get(event), "every event has its map");
    var counter = ofEvent.get(region);
    if (counter == null) {
      counter = ofEvent.computeIfAbsent(region, name -> make(name, event));
    }
    counter.increment();
  }

  /// Returns what has happened in a region, by event; only what has.
  ///
  /// @param region its name
  public Map<String, Long> counted(String region) {
    var counted = new LinkedHashMap<String, Long>();
    counters.forEach((event, ofEvent) -> {
      var counter = ofEvent.get(region);
      if (counter != null) {
        counted.put(event.name().toLowerCase(Locale.ROOT), (long) counter.count());
      }
    });
    return counted;
  }

  private Counter make(String region, Event event) {
    return Counter.builder("peregrine.cache.events")
        .description("What happened in a region")
        .tag("region", region)
        .tag("event", event.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  /// Shows what each region holds in memory, and whether that may be believed.
  ///
  /// @param caches the node's regions, all declared
  public void watch(Caches caches) {
    Gauge.builder("peregrine.cache.coherent", () -> caches.coherent() ? 1 : 0)
        .description("1 while the node has proof that it saw every invalidation")
        .register(registry);
    Gauge.builder("peregrine.cache.unproven.seconds", () -> caches.unprovenFor().toMillis() / 1e3)
        .description("For how long the node has had no proof that it saw every invalidation")
        .register(registry);
    for (var region : caches.figures()) {
      var name = region.region();
      Gauge.builder("peregrine.cache.audit.nines", () -> nines(name))
          .description("Of the hits that were audited, how many were right, as nines")
          .tag("region", name)
          .register(registry);
      gauge("peregrine.cache.near.bytes", name, caches, figures -> figures.bytes());
      gauge("peregrine.cache.near.max.bytes", name, caches, figures -> figures.maxBytes());
      gauge("peregrine.cache.near.entries", name, caches, figures -> figures.entries());
      gauge("peregrine.cache.near.rules", name, caches, figures -> figures.rules());
    }
  }

  /// Returns 3 when one hit of a thousand was stale; when none was, as many as the sample can tell;
  /// not a number when there was none.
  private double nines(String region) {
    var counted = counted(region);
    var audited = counted.getOrDefault(AUDITED, 0L);
    var stale = counted.getOrDefault(AUDIT_STALE, 0L);
    return audited == 0 ? Double.NaN : Math.log10((double) audited / Math.max(1, stale));
  }

  private void gauge(String meter, String region, Caches caches, Figure figure) {
    Gauge.builder(
            meter,
            () ->
                caches.figures().stream()
                    .filter(one -> one.region().equals(region))
                    .mapToLong(figure::of)
                    .sum())
        .tag("region", region)
        .register(registry);
  }

  /// Takes one number out of a region's figures.
  @FunctionalInterface
  private interface Figure {
    long of(dev.peregrine.cache.RegionFigures figures);
  }
}
