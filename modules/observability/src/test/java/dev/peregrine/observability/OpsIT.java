package dev.peregrine.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.http.HttpConfig;
import dev.peregrine.http.HttpEdge;
import dev.peregrine.http.HttpVerticle;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpsIT {

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Telemetry telemetry = new Telemetry(ObservabilityConfig.defaults());
  private final AtomicReference<Future<HealthState>> postgres =
      new AtomicReference<>(Future.succeededFuture(HealthState.up()));
  private final Health health = new Health(List.of(HealthCheck.of("postgres", postgres::get)));
  private int port;

  @BeforeEach
  void open() {
    var config = HttpConfig.at("127.0.0.1", 0);
    var routes = new OpsRoutes(health, telemetry);
    var monitoring = new MonitoringRoutes(telemetry);
    var edge = new HttpEdge("ops", config, telemetry.httpStats(), List.of(routes, monitoring));
    await(vertx.deployVerticle(new HttpVerticle(edge)));
    port = await(edge.port());
  }

  @AfterEach
  void close() {
    client.close();
    await(vertx.close());
    telemetry.close();
  }

  @Test
  void a_node_that_starts_lives_and_is_not_ready() throws Exception {
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
    assertThat(get("/health/started").statusCode()).isEqualTo(503);
    assertThat(get("/health/ready").statusCode()).isEqualTo(503);

    health.markStarted();

    assertThat(get("/health/started").statusCode()).isEqualTo(200);
    var ready = get("/health/ready");
    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.body()).contains("{\"name\":\"postgres\",\"status\":\"up\"}");
  }

  @Test
  void a_dependency_that_hangs_makes_it_not_ready_within_the_deadline_and_it_lives_on()
      throws Exception {
    health.markStarted();
    postgres.set(Promise.<HealthState>promise().future());

    var ready = get("/health/ready");

    assertThat(ready.statusCode()).as("504: the request's own deadline").isEqualTo(503);
    assertThat(ready.body()).contains("no answer within 1000 ms");
    assertThat(get("/health/live").statusCode()).isEqualTo(200);
  }

  @Test
  void a_draining_node_says_so_at_once() throws Exception {
    health.markStarted();
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);

    health.markDraining();

    assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(get("/health/ready").body()).contains("\"detail\":\"draining\"");
  }

  @Test
  void the_figures_have_their_families() throws Exception {
    await(telemetry.watchLoops(vertx, 2));
    telemetry.busStats().asked("customers.find", null, 1_000_000);
    telemetry.busStats().asked("customers.find", FailureKind.DEADLINE, 2_000_000);
    assertThat(get("/nowhere").statusCode()).isEqualTo(404);
    assertThat(get("/health/live").statusCode()).isEqualTo(200);

    Awaitility.await()
        .untilAsserted(() ->
            assertThat(get("/metrics").body())
                .contains("peregrine_http_request_duration_seconds_bucket{method=\"GET\",")
                .contains("route=\"/health/live\",status=\"200\",le=\"0.001\"}")
                .contains("route=\"/unmatched\",status=\"404\"")
                .doesNotContain("nowhere")
                .contains("peregrine_bus_ask_duration_seconds_count{address=\"customers.find\",")
                .contains("outcome=\"answered\"} 1\n")
                .contains("outcome=\"deadline\"")
                .containsPattern("peregrine_event_loop_lag_seconds_count\\{loop=\"1\"} [1-9]")
                .contains("peregrine_http_response_bytes_total")
                .contains("peregrine_direct_memory_bytes")
                .contains("jvm_memory_used_bytes{area=\"heap\"")
                .contains("jvm_threads_live_threads")
                .contains("jvm_gc_")
                .contains("process_files_open_files"));
  }

  @Test
  void a_scraper_gets_the_format_that_it_prefers() throws Exception {
    var plain = get("/metrics");
    var open =
        get(
            "/metrics",
            "Accept",
            "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1");

    assertThat(plain.headers().firstValue("content-type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    assertThat(open.headers().firstValue("content-type"))
        .hasValue("application/openmetrics-text; version=1.0.0; charset=utf-8");
    assertThat(open.body()).endsWith("# EOF\n");
    assertThat(get("/metrics", "Accept", "image/png").statusCode()).isEqualTo(406);
  }

  @Test
  void who_holds_memory_is_told_with_its_bounds() throws Exception {
    await(telemetry.watchLoops(vertx, 1));

    Awaitility.await()
        .untilAsserted(() -> {
          var memory = new JsonObject(get("/ops/memory").body());
          assertThat(memory.getJsonObject("heap").getLong("usedBytes")).isPositive();
          assertThat(memory.getJsonObject("heap").getLong("maxBytes")).isPositive();
          assertThat(memory.getJsonObject("direct").getLong("maxBytes")).isPositive();
          assertThat(memory.getJsonObject("direct").getLong("usedBytes")).isNotNegative();
          assertThat(memory.getJsonObject("allocation").getLong("bytesPerSecond")).isPositive();
          assertThat(memory.getJsonObject("gc").getJsonArray("collectors")).isNotEmpty();
          assertThat(memory.getJsonArray("bounds"))
              .extracting(bound -> ((JsonObject) bound).getString("holder"))
              .contains("heap", "direct", "slow.requests", "slow.statements");
        });
    assertThat(get("/metrics").body())
        .contains("peregrine_bound_used{holder=\"heap\",unit=\"bytes\"}")
        .contains("peregrine_bound_limit{holder=\"direct\",unit=\"bytes\"}")
        .contains("peregrine_allocation_rate")
        .contains("peregrine_gc_pause_recent_max_seconds");
  }

  @Test
  void a_list_with_a_wrong_parameter_is_refused() throws Exception {
    for (var path : List.of("/ops/slow-requests", "/ops/slow-queries")) {
      assertThat(get(path).statusCode()).isEqualTo(200);
      assertThat(get(path + "?limit=1000").statusCode()).isEqualTo(200);
      for (var query :
          List.of("limit=0", "limit=1001", "limit=x", "limit=", "sort=a", "limit=1&limit=2")) {
        assertThat(get(path + "?" + query).statusCode()).as(query).isEqualTo(400);
      }
    }
    assertThat(get("/ops/memory?all=true").statusCode()).isEqualTo(400);
  }

  private HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(30));
    var with = headers.length == 0 ? request : request.headers(headers);
    return client.send(with.build(), BodyHandlers.ofString());
  }

  @CanIgnoreReturnValue
  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
