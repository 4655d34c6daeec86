package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.customer;
import static dev.peregrine.launcher.internal.house.Web.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.launcher.internal.house.Web.Reply;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Customers whose answers are kept ready: what they cost, and that they never outlive a change.
class ReadyCustomersIT {

  private static final List<String> CODINGS = List.of("zstd", "br", "gzip", "identity");

  @TempDir private static Path home;
  private static RunningHouse house;
  private static Web api;
  private static Web ops;

  @BeforeAll
  static void open() {
    house = RunningHouse.start(home, RunningHouse.believing(RunningHouse.onFreshDatabase()));
    api = house.api();
    ops = house.ops();
    Awaitility.await().until(() -> ops.get("/ops/caches").json().getBoolean("coherent"));
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void hits_write_no_json_and_compress_once_for_each_coding() {
    var path = customer(registered());
    IntStream.range(0, 10).forEach(n -> place(path, n));
    awaitEmptyLane();
    assertThat(api.get(path).status()).isEqualTo(200);
    assertThat(api.get(path).header("Cache-Status")).isEqualTo("peregrine-l1; hit");
    var before = figures();

    for (var coding : CODINGS) {
      for (var i = 0; i < 10; i++) {
        var hit = read(path, coding);
        assertThat(hit.header("Cache-Status")).isEqualTo("peregrine-l1; hit");
        assertThat(hit.header("Content-Encoding").replaceAll("^$", "identity")).isEqualTo(coding);
        assertThat(hit.header("Vary")).isEqualTo("accept-encoding");
        assertThat(hit.header("Age")).matches("\\d+");
      }
    }

    var after = figures();
    assertThat(count(after, "responses_events_total{event=\"made\""))
        .isEqualTo(count(before, "responses_events_total{event=\"made\""));
    assertThat(count(after, "responses_events_total{event=\"hit\""))
        .isEqualTo(count(before, "responses_events_total{event=\"hit\"") + 40);
    for (var coding : CODINGS.subList(0, 3)) {
      assertThat(count(after, "compressions_total{coding=\"" + coding + "\""))
          .isEqualTo(count(before, "compressions_total{coding=\"" + coding + "\"") + 1);
    }
  }

  @Test
  void a_change_is_never_followed_by_the_old_answer() {
    var path = customer(registered());
    for (var round = 1; round <= 20; round++) {
      CODINGS.forEach(coding -> assertThat(read(path, coding).status()).isEqualTo(200));
      var name = "Ada " + round;

      var patched = api.send("PATCH", path, new JsonObject().put("name", name).encode());

      assertThat(patched.status()).isEqualTo(200);
      var shown = api.get(path);
      assertThat(shown.json().getString("name")).isEqualTo(name);
      assertThat(shown.header("ETag")).isEqualTo(patched.header("ETag"));
    }
  }

  @Test
  void an_evicted_customer_has_no_answer_ready() {
    var id = registered();
    awaitEmptyLane();
    assertThat(api.get(customer(id)).status()).isEqualTo(200);
    assertThat(api.get(customer(id)).header("Cache-Status")).isEqualTo("peregrine-l1; hit");

    assertThat(ops.delete("/ops/caches/customers/keys/" + id).status()).isEqualTo(200);

    assertThat(api.get(customer(id)).header("Cache-Status")).isEqualTo("peregrine-l1; fwd=miss");
  }

  @Test
  void what_is_kept_is_bounded_and_shown() {
    var figures = figures();

    assertThat(count(figures, "responses_max_bytes{kind=\"customer\"")).isEqualTo(64L << 20);
    assertThat(figures).contains("peregrine_http_responses_bytes{kind=\"customer\"}");
  }

  private static long registered() {
    var email = UUID.randomUUID() + "@example.org";
    var created = api.post(CUSTOMERS, person("Ada", email));
    assertThat(created.status()).isEqualTo(201);
    return created.id();
  }

  /// What its writer did not take back in two seconds is evicted once more.
  private static void awaitEmptyLane() {
    Awaitility.await()
        .until(() -> house.sql().number("select count(*) from outbox where lane = 'cache'") == 0);
  }

  private static void place(String path, int n) {
    var order = new JsonObject().put("total", n + ".00").put("currency", "EUR");
    assertThat(api.post(path + "/orders", order).status()).isEqualTo(201);
  }

  private static Reply read(String path, String coding) {
    return api.get(path, "Accept-Encoding", coding);
  }

  private static String figures() {
    return ops.get("/metrics").body();
  }

  /// Returns a figure, 0 when there is none yet.
  private static long count(String figures, String start) {
    return figures
        .lines()
        .filter(line -> line.startsWith("peregrine_http_" + start))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
