package dev.peregrine.observability;

import dev.peregrine.bus.BusStats;
import dev.peregrine.cache.CacheStats;
import dev.peregrine.cache.Caches;
import dev.peregrine.http.HttpStats;
import dev.peregrine.observability.internal.BusMeters;
import dev.peregrine.observability.internal.CacheMeters;
import dev.peregrine.observability.internal.DatabaseMeters;
import dev.peregrine.observability.internal.HttpMeters;
import dev.peregrine.observability.internal.LoopWatch;
import dev.peregrine.observability.internal.ProcessMeters;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.DatabaseStats;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// The figures of one process: who must be told to fill them, and how they are read.
///
/// Safe on any thread. Opened before anything else, for the bus and the servers take it; closed
/// last.
public final class Telemetry implements AutoCloseable {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ProcessMeters process = new ProcessMeters(registry);
  private final HttpMeters http = new HttpMeters(registry);
  private final BusMeters bus = new BusMeters(registry);
  private final CacheMeters cache = new CacheMeters(registry);
  private final DatabaseMeters database = new DatabaseMeters(registry);

  /// Opens it; figures of the process itself are there from now on.
  public Telemetry() {}

  /// Returns who counts requests: `peregrine_http_request_duration_seconds` by method, route and
  /// status.
  public HttpStats httpStats() {
    return http;
  }

  /// Returns who counts questions: `peregrine_bus_ask_duration_seconds` by address and outcome.
  public BusStats busStats() {
    return bus;
  }

  /// Returns who counts what the cache does: `peregrine_cache_events_total` by region and event.
  public CacheStats cacheStats() {
    return cache;
  }

  /// Returns what has happened in a region since the start, by event.
  ///
  /// @param region its name
  public Map<String, Long> cacheEvents(String region) {
    return cache.counted(region);
  }

  /// Returns who counts statements: `peregrine_db_statement_duration_seconds` by name and outcome.
  public DatabaseStats databaseStats() {
    return database;
  }

  /// Shows what the regions hold and how full the pools are.
  ///
  /// @param caches the node's regions, all declared
  /// @param pools the node's database
  public void watch(Caches caches, Database pools) {
    cache.watch(caches);
    database.watch(pools);
  }

  /// Returns where further meters are registered.
  public MeterRegistry registry() {
    return registry;
  }

  /// Watches how late the event loops are: `peregrine_event_loop_lag_seconds` by loop.
  ///
  /// @param vertx whose loops
  /// @param loops how many it has
  /// @return done when all are watched; undeploy it or close Vert.x to end
  public Future<String> watchLoops(Vertx vertx, int loops) {
    var options = new DeploymentOptions().setInstances(loops);
    var numbers = new AtomicInteger();
    return vertx.deployVerticle(() -> new LoopWatch(registry, numbers.getAndIncrement()), options);
  }

  /// Writes all figures; takes milliseconds.
  ///
  /// @param mediaType `text/plain` or `application/openmetrics-text`, with parameters
  public String scrape(String mediaType) {
    return registry.scrape(mediaType);
  }

  @Override
  public void close() {
    process.close();
    registry.close();
  }
}
