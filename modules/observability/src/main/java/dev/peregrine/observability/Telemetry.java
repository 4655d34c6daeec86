package dev.peregrine.observability;

import dev.peregrine.bus.BusStats;
import dev.peregrine.http.HttpStats;
import dev.peregrine.observability.internal.BusMeters;
import dev.peregrine.observability.internal.HttpMeters;
import dev.peregrine.observability.internal.LoopWatch;
import dev.peregrine.observability.internal.ProcessMeters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
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
