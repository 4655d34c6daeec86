package dev.peregrine.launcher.internal.house;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.BusStats;
import dev.peregrine.bus.Call;
import dev.peregrine.cache.CacheConfig;
import dev.peregrine.cache.CacheStats;
import dev.peregrine.cache.Caches;
import dev.peregrine.http.Access;
import dev.peregrine.http.HttpConfig;
import dev.peregrine.http.HttpEdge;
import dev.peregrine.http.HttpVerticle;
import dev.peregrine.http.Route;
import dev.peregrine.http.Tokens;
import dev.peregrine.observability.ConsoleLink;
import dev.peregrine.observability.ConsoleRoutes;
import dev.peregrine.observability.ConsoleStores;
import dev.peregrine.observability.Health;
import dev.peregrine.observability.HealthCheck;
import dev.peregrine.observability.HealthState;
import dev.peregrine.observability.ObservabilityConfig;
import dev.peregrine.observability.Telemetry;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.DatabaseConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A console without a house behind it, where everything has a hostile name.
final class LoneConsole implements AutoCloseable {

  static final String MARKUP = "<img src=x onerror=\"document.title='hacked'\"><b>bold</b>";

  private final Vertx vertx = Vertx.vertx();
  private final Telemetry telemetry = new Telemetry(ObservabilityConfig.defaults());
  private final Tokens tokens;
  private final URI address;

  /// Opens one.
  ///
  /// @param tokens which are good
  /// @param streams how many may watch
  LoneConsole(Tokens tokens, int streams) {
    this.tokens = tokens;
    var caches =
        new Caches(Bus.open(vertx, BusStats.NONE), CacheConfig.defaults(Map.of()), CacheStats.NONE);
    var nowhere = URI.create("postgresql://nobody:none@127.0.0.1:1/none");
    var database = Database.open(vertx, DatabaseConfig.defaults(), nowhere, List.of());
    var state = Future.succeededFuture(HealthState.degraded(MARKUP));
    var health = new Health(List.of(HealthCheck.of(MARKUP, () -> state)));
    var links = List.of(ConsoleLink.here(MARKUP, "/\"><script>"));
    var routes = new ConsoleRoutes(telemetry, health, new ConsoleStores(caches, database), links);
    var config = Knobs.with(HttpConfig.at("127.0.0.1", 0), "eventStreams", streams);
    var edge = new HttpEdge("ops", config, telemetry.opsStats(), List.of(routes)).guardedBy(tokens);
    Waiting.on(tokens.open(vertx));
    var _ = Waiting.on(vertx.deployVerticle(new HttpVerticle(edge)));
    address = URI.create("http://127.0.0.1:" + Waiting.on(edge.port()));
  }

  URI address() {
    return address;
  }

  /// Lets a request of a hostile route be slow.
  void answerSlowly() {
    var route =
        Route.get("/" + MARKUP.replace("//", "/"), Access.PUBLIC, asked -> Future.failedFuture(""));
    var nanos = Duration.ofSeconds(3).toNanos();
    telemetry.httpStats().answered(route, 200, nanos, 1);
    var call = Call.background("one", Duration.ofSeconds(1));
    telemetry.httpStats().accounted(route, 200, nanos, call);
  }

  @Override
  public void close() {
    var _ = Waiting.on(vertx.close());
    tokens.close();
    telemetry.close();
  }
}
