package dev.peregrine.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
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
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.DatabaseConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The console's files and the events that feed it.
class ConsoleStreamIT {

  private static final HttpConfig CONFIG = HttpConfig.at("127.0.0.1", 0);
  private static final String STREAM = "/ops/stream";

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Telemetry telemetry = new Telemetry(ObservabilityConfig.defaults());
  private int port;

  @BeforeEach
  void open() {
    var caches =
        new Caches(Bus.open(vertx, BusStats.NONE), CacheConfig.defaults(Map.of()), CacheStats.NONE);
    // Nobody listens there: what asks the database sees it away, and no more.
    var server = URI.create("postgresql://nobody:none@127.0.0.1:1/none");
    var database = Database.open(vertx, DatabaseConfig.defaults(), server, List.of());
    var stores = new ConsoleStores(caches, database);
    var links = List.of(ConsoleLink.here("mailbox", "/mail"));
    var routes = new ConsoleRoutes(telemetry, new Health(List.of()), stores, links);
    var edge = new HttpEdge("ops", CONFIG, telemetry.opsStats(), List.of(routes));
    await(vertx.deployVerticle(new HttpVerticle(edge)));
    port = await(edge.port());
  }

  @AfterEach
  void close() {
    client.shutdownNow();
    await(vertx.close());
    telemetry.close();
  }

  @Test
  void the_files_are_given_with_a_strict_policy_and_a_tag() throws Exception {
    var types =
        Map.of(
            "/", "text/html; charset=utf-8",
            "/console.css", "text/css; charset=utf-8",
            "/console.js", "text/javascript; charset=utf-8",
            "/console.svg", "image/svg+xml");
    for (var path : types.keySet()) {
      var given = send("GET", path);
      var tag = header(given, "etag");

      assertThat(given.statusCode()).as(path).isEqualTo(200);
      assertThat(header(given, "content-type")).isEqualTo(types.get(path));
      assertThat(header(given, "content-security-policy"))
          .isEqualTo(
              "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                  + " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
      assertThat(header(given, "x-content-type-options")).isEqualTo("nosniff");
      assertThat(header(given, "cache-control")).isEqualTo("no-cache");
      assertThat(tag).matches("\"[0-9a-f]{16}\"");
      assertThat(send("GET", path, "If-None-Match", tag).statusCode()).isEqualTo(304);
      assertThat(send("GET", path, "If-None-Match", "\"other\"").statusCode()).isEqualTo(200);
      assertThat(given.body().replace("http://www.w3.org/2000/svg", ""))
          .as("nothing from elsewhere, nothing inline, no markup made of figures")
          .doesNotContain("http://", "https://", " style=", "innerHTML", "insertAdjacent");
    }
  }

  @Test
  void what_is_asked_in_a_wrong_way_is_refused() throws Exception {
    for (var path : List.of("/", "/console.js", STREAM)) {
      var posted = send("POST", path);
      assertThat(posted.statusCode()).as(path).isEqualTo(405);
      assertThat(header(posted, "allow")).isEqualTo("GET, HEAD, OPTIONS");
      assertThat(send("GET", path, "Accept", "application/pdf").statusCode()).isEqualTo(406);
      var head = send("HEAD", path);
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
    }
    assertThat(send("GET", STREAM + "?every=1ms").statusCode()).isEqualTo(400);
    assertThat(send("GET", STREAM, "Accept-Encoding", "gzip, identity;q=0").statusCode())
        .isEqualTo(406);
    assertThat(figure("peregrine.console.looks")).as("nobody watched").isZero();
  }

  @Test
  void a_garbled_last_event_id_changes_nothing() throws Exception {
    try (var stream = watch("Last-Event-ID", "\"<script>'; drop table customers; --")) {
      assertThat(next(stream).getString("at")).isNotBlank();
    }
  }

  @Test
  void one_stream_too_many_is_refused_until_one_is_closed() throws Exception {
    var streams = new ArrayList<BufferedReader>();
    while (streams.size() < CONFIG.eventStreams()) {
      streams.add(watch());
    }

    var refused = send("GET", STREAM);

    assertThat(refused.statusCode()).isEqualTo(503);
    assertThat(header(refused, "retry-after")).isEqualTo("1");
    for (var stream : streams) {
      assertThat(next(stream).getString("at")).isNotBlank();
      stream.close();
    }
    Awaitility.await().until(() -> figure("peregrine.console.streams") == 0);
    try (var again = watch()) {
      assertThat(next(again).getString("at")).isNotBlank();
    }
  }

  @Test
  void figures_are_put_together_once_for_all_and_only_while_somebody_watches() throws Exception {
    try (var one = watch();
        var two = watch()) {
      // Who came later may have missed what the other one saw first.
      var other = next(two).getString("at");
      var seen = next(one).getString("at");
      while (seen.compareTo(other) < 0) {
        seen = next(one).getString("at");
      }
      assertThat(seen).as("the same look").isEqualTo(other);
      for (var event = 0; event < 3; event++) {
        assertThat(next(one).getString("at")).isEqualTo(next(two).getString("at"));
      }

      assertThat(figure("peregrine.console.streams")).isEqualTo(2);
    }

    Awaitility.await().until(() -> figure("peregrine.console.streams") == 0);
    var looks = new AtomicReference<>(0.0);
    Awaitility.await()
        .pollInterval(Duration.ofMillis(2_500))
        .atMost(Duration.ofSeconds(20))
        .until(() -> {
          var now = figure("peregrine.console.looks");
          return looks.getAndSet(now) == now;
        });
    assertThat(looks.get()).isGreaterThanOrEqualTo(4);
  }

  @Test
  void figures_are_those_of_the_last_seconds_and_of_the_service_alone() throws Exception {
    var route = Route.get("/<b>things</b>/{id}", Access.PUBLIC, request -> Future.failedFuture(""));
    answer(route, 200, 1_000, Duration.ofSeconds(2));
    try (var stream = watch()) {
      assertThat(next(stream).getJsonObject("http").getValue("p99Ms")).as("one look").isNull();
      assertThat(send("GET", "/console.css").statusCode()).isEqualTo(200);
      answer(route, 200, 90, Duration.ofMillis(4));
      answer(route, 404, 8, Duration.ofMillis(40));
      answer(route, 500, 2, Duration.ofMillis(400));

      // A look may come in between, so what each tells of its second is added up.
      var http = next(stream).getJsonObject("http");
      var refused = http.getDouble("refused");
      var failed = http.getDouble("failed");
      while (http.getLong("answered") < 1_100) {
        http = next(stream).getJsonObject("http");
        refused += http.getDouble("refused");
        failed += http.getDouble("failed");
      }

      assertThat(http.getDouble("p50Ms")).isBetween(2.5, 5.0);
      assertThat(http.getDouble("p95Ms")).isBetween(25.0, 50.0);
      assertThat(http.getDouble("p99Ms")).isBetween(250.0, 500.0);
      assertThat(http.getDouble("rate")).isPositive();
      assertThat(failed).isPositive().isLessThan(refused);
      assertThat(http.getLong("answered")).isEqualTo(1_100);
      assertThat(http.getBoolean("counted")).isTrue();
      assertThat(http.getJsonArray("routes")).as("none of the operators' own").hasSize(1);
      assertThat(http.getJsonArray("routes").getJsonObject(0).getString("route"))
          .isEqualTo("/<b>things</b>/{id}");
    }
  }

  @Test
  void an_event_stays_small_whatever_there_is_to_tell() throws Exception {
    try (var stream = watch()) {
      var first = next(stream);
      for (var n = 0; n < 500; n++) {
        var template = "/" + "ä\"".repeat(400) + n;
        var route = Route.get(template, Access.PUBLIC, request -> Future.failedFuture(""));
        answer(route, 200, 1, Duration.ofMillis(1));
        var call = Call.background("x".repeat(64), Duration.ofSeconds(1));
        telemetry.httpStats().accounted(route, 200, Duration.ofSeconds(n + 1).toNanos(), call);
      }

      var event = next(stream);
      while (event.getJsonObject("http").getInteger("leftOut") == 0) {
        event = next(stream);
      }

      assertThat(event.getJsonObject("http").getJsonArray("routes")).hasSize(10);
      assertThat(event.encode().getBytes(StandardCharsets.UTF_8))
          .hasSizeLessThan(ConsoleRoutes.MOST_EVENT_BYTES);
      assertThat(first.fieldNames()).isEqualTo(event.fieldNames());
    }
  }

  private void answer(Route route, int status, int times, Duration duration) {
    for (var time = 0; time < times; time++) {
      telemetry.httpStats().answered(route, status, duration.toNanos(), 10);
    }
  }

  private double figure(String meter) {
    var found = Objects.requireNonNull(telemetry.registry().find(meter).meter(), meter);
    return found.measure().iterator().next().getValue();
  }

  private BufferedReader watch(String... headers) throws Exception {
    var all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "Accept";
    all[1] = "text/event-stream";
    HttpResponse<InputStream> answer =
        client.send(request("GET", STREAM, all), BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
  }

  private static JsonObject next(BufferedReader stream) throws IOException {
    for (var line = stream.readLine(); ; line = stream.readLine()) {
      if (Objects.requireNonNull(line, "the stream has ended").startsWith("data: ")) {
        return new JsonObject(line.substring("data: ".length()));
      }
    }
  }

  private HttpResponse<String> send(String method, String path, String... headers)
      throws IOException, InterruptedException {
    return client.send(request(method, path, headers), BodyHandlers.ofString());
  }

  private HttpRequest request(String method, String path, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Duration.ofSeconds(30))
            .method(method, BodyPublishers.noBody());
    return (headers.length == 0 ? request : request.headers(headers)).build();
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @CanIgnoreReturnValue
  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
  }
}
