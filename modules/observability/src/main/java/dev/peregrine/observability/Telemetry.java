package dev.peregrine.observability;

import dev.peregrine.bus.BusStats;
import dev.peregrine.cache.CacheStats;
import dev.peregrine.cache.Caches;
import dev.peregrine.http.HttpStats;
import dev.peregrine.http.ResponseStats;
import dev.peregrine.http.Responses;
import dev.peregrine.observability.internal.BusMeters;
import dev.peregrine.observability.internal.CacheMeters;
import dev.peregrine.observability.internal.DatabaseMeters;
import dev.peregrine.observability.internal.Holders;
import dev.peregrine.observability.internal.HttpMeters;
import dev.peregrine.observability.internal.LoopWatch;
import dev.peregrine.observability.internal.MemoryMeters;
import dev.peregrine.observability.internal.MemoryWatch;
import dev.peregrine.observability.internal.OutboxWatch;
import dev.peregrine.observability.internal.ProcessMeters;
import dev.peregrine.observability.internal.ResponseMeters;
import dev.peregrine.observability.internal.SlowRequests;
import dev.peregrine.observability.internal.SlowStatements;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.DatabaseStats;
import dev.peregrine.persistence.Outbox;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// The figures of one process: who must be told to fill them, and how they are read.
///
/// Safe on any thread. Opened before anything else, for the bus and the servers take it; closed
/// last.
public final class Telemetry implements AutoCloseable {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ProcessMeters process = new ProcessMeters(registry);
  private final MemoryMeters memory = new MemoryMeters(registry);
  private final boolean counts;
  private final SlowRequests slowRequests;
  private final SlowStatements slowStatements;
  private final HttpMeters http;
  private final HttpMeters operators;
  private final ResponseMeters responses = new ResponseMeters(registry);
  private final BusMeters bus = new BusMeters(registry);
  private final CacheMeters cache = new CacheMeters(registry);
  private final DatabaseMeters database;

  /// Opens it; figures of the process itself are there from now on.
  ///
  /// @param config what counts as slow
  public Telemetry(ObservabilityConfig config) {
    counts = config.meters();
    slowRequests = new SlowRequests(config, registry);
    slowStatements = new SlowStatements(config);
    http = new HttpMeters(registry, slowRequests);
    operators = new HttpMeters(registry, slowRequests);
    database = new DatabaseMeters(registry, slowStatements);
    watch(new Bound("slow.requests", "records", slowRequests::size, config::slowKept));
    watch(new Bound("slow.statements", "records", slowStatements::size, () -> SlowStatements.MOST));
  }

  /// Returns who counts requests: `peregrine_http_request_duration_seconds` by method, route and
  /// status.
  public HttpStats httpStats() {
    return counts ? http : HttpStats.NONE;
  }

  /// Returns who counts what operators and their machines ask: under the same names, but the
  /// console leaves it out of what the service does.
  public HttpStats opsStats() {
    return counts ? operators : HttpStats.NONE;
  }

  /// Tells whether anything is counted.
  boolean counts() {
    return counts;
  }

  /// Returns what the service answered, for the console; nothing while requests are not counted.
  HttpMeters service() {
    return http;
  }

  /// Returns who counts what happens to answers that are kept ready:
  /// `peregrine_http_responses_events_total` by kind and event.
  public ResponseStats responseStats() {
    return responses;
  }

  /// Shows what answers that are kept ready hold.
  ///
  /// @param ready the node's, all kinds declared
  public void watch(Responses ready) {
    responses.watch(ready);
  }

  /// Returns who counts questions: `peregrine_bus_ask_duration_seconds` by address and outcome.
  public BusStats busStats() {
    return counts ? bus : BusStats.NONE;
  }

  /// Returns who counts what the cache does: `peregrine_cache_events_total` by region and event.
  public CacheStats cacheStats() {
    return counts ? cache : CacheStats.NONE;
  }

  /// Returns what has happened in a region since the start, by event.
  ///
  /// @param region its name
  public Map<String, Long> cacheEvents(String region) {
    return cache.counted(region);
  }

  /// Returns who counts statements: `peregrine_db_statement_duration_seconds` by name and outcome.
  public DatabaseStats databaseStats() {
    return counts ? database : DatabaseStats.NONE;
  }

  /// Shows what the regions hold and how full the pools are.
  ///
  /// @param caches the node's regions, all declared
  /// @param pools the node's database
  public void watch(Caches caches, Database pools) {
    cache.watch(caches);
    database.watch(pools);
    slowStatements.watch(pools);
    memory.watch(caches);
    Holders.of(caches, pools).forEach(this::watch);
  }

  /// Shows a bound and what is used of it: `peregrine_bound_used`, `peregrine_bound_limit`.
  ///
  /// @param bound which; once for each holder
  public void watch(Bound bound) {
    memory.watch(bound);
  }

  /// Counts a lane of the outbox every few seconds: `peregrine_outbox_pending` and others.
  ///
  /// @param vertx where the timer runs
  /// @param outbox whose lane
  /// @param lane which
  /// @return the deployment; undeploy it before the database is closed
  public Future<String> watchOutbox(Vertx vertx, Outbox outbox, String lane) {
    return vertx.deployVerticle(new OutboxWatch(registry, outbox, lane));
  }

  /// Returns the worst requests of the last hour and where their time went: `slowFromMs`, and
  /// `items` with `at`, `method`, `route`, `status`, `requestId`, `totalMs`, `spentMs`.
  ///
  /// @param limit how many at most
  public JsonObject slowRequests(int limit) {
    return slowRequests.list(limit);
  }

  /// Returns what statements have cost, the one that was slowest once first: `slowFromMs`, and
  /// `items` with `name`, `text`, `calls`, `failed`, `slow`, `rows`, `meanMs`, `maxMs`, and the
  /// `plan` of those that were slow.
  ///
  /// @param limit how many at most
  public JsonObject slowStatements(int limit) {
    return slowStatements.list(limit);
  }

  /// Returns the plans of statements that were slow, by their names.
  Map<String, String> plans() {
    return slowStatements.plans();
  }

  /// Returns the name of a statement of this program, which a server knows by its text alone.
  Optional<String> nameOf(String text) {
    return slowStatements.nameOf(text);
  }

  /// Returns who holds how many bytes at this moment: `heap`, `nonHeap`, `direct`, `allocation`,
  /// `gc`, `cache` by region, and all `bounds`.
  public JsonObject memory() {
    return memory.json();
  }

  /// Returns where further meters are registered.
  public MeterRegistry registry() {
    return registry;
  }

  /// Watches how late the event loops are: `peregrine_event_loop_lag_seconds` by loop; and how fast
  /// memory is allocated.
  ///
  /// @param vertx whose loops
  /// @param loops how many it has
  /// @return done when all are watched; undeploy it or close Vert.x to end
  public Future<String> watchLoops(Vertx vertx, int loops) {
    var options = new DeploymentOptions().setInstances(loops);
    var numbers = new AtomicInteger();
    return vertx
        .deployVerticle(new MemoryWatch(memory))
        .compose(watched ->
            vertx.deployVerticle(
                () -> new LoopWatch(registry, numbers.getAndIncrement()), options));
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
    memory.close();
    registry.close();
  }
}
