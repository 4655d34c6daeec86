package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.customer;
import static dev.peregrine.launcher.internal.house.Web.person;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.peregrine.launcher.internal.log.LineEncoder;
import dev.peregrine.observability.ObservabilityConfig;
import dev.peregrine.observability.ObservabilityConfig.LogFormat;
import dev.peregrine.testkit.Sql;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// What operators see of a house in which everything that takes a millisecond is slow.
class MonitoringIT {

  private static final ListAppender<ILoggingEvent> RECORDS = new ListAppender<>();

  @TempDir private static Path home;
  private static RunningHouse house;
  private static Sql sql;

  @BeforeAll
  static void open() {
    var log = (Logger) LoggerFactory.getLogger("dev.peregrine");
    log.setLevel(Level.DEBUG);
    RECORDS.start();
    log.addAppender(RECORDS);
    house = RunningHouse.start(home, withSlow(RunningHouse.onFreshDatabase()));
    sql = house.sql();
  }

  @AfterAll
  static void close() {
    house.close();
    var log = (Logger) LoggerFactory.getLogger("dev.peregrine");
    log.detachAppender(RECORDS);
    log.setLevel(null);
  }

  private static PeregrineConfig withSlow(PeregrineConfig usual) {
    var oneMs = Duration.ofMillis(1);
    var slow = new ObservabilityConfig(true, oneMs, oneMs, 200, true, LogFormat.TEXT);
    return Knobs.with(usual, "observability", slow);
  }

  @Test
  void a_slow_request_shows_where_its_time_went_and_nothing_that_its_client_wrote() {
    var created =
        house
            .api()
            .send(
                "POST",
                CUSTOMERS,
                person("Ada", "ada.secret@example.org").encode(),
                "X-Request-Id",
                "slow-one");
    var missing = house.api().get(customer(987_654_321) + "?word=hidden", "X-Request-Id", "two");

    assertThat(created.status()).isEqualTo(201);
    assertThat(missing.status()).isIn(400, 404);
    var listed = house.ops().get("/ops/slow-requests?limit=1000");
    var slow = byId(listed.items(), "slow-one");
    assertThat(slow.getString("method")).isEqualTo("POST");
    assertThat(slow.getString("route")).isEqualTo(CUSTOMERS);
    assertThat(slow.getInteger("status")).isEqualTo(201);
    var spent = slow.getJsonObject("spentMs");
    assertThat(spent.getDouble("database")).as("two statements").isPositive();
    // Nothing where the rooms share an event loop; room bus tests what it takes between two.
    assertThat(spent.fieldNames()).contains("bus");
    assertThat(spent.getDouble("cache")).as("the eviction in Redis").isPositive();
    assertThat(spent.stream().mapToDouble(part -> (Double) part.getValue()).sum())
        .isGreaterThan(slow.getDouble("totalMs") - 0.1);
    assertThat(listed.body()).doesNotContain("@", "hidden", "987654321");
  }

  @Test
  void a_hostile_path_or_id_comes_into_no_list_and_no_label() {
    var hostile = "/api/v1/customers/%22%7D%0Aevil%3Cscript%3E";

    var refused = house.api().get(hostile, "X-Request-Id", "<b>ada@example.org</b>");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.header("X-Request-Id")).doesNotContain("<");
    assertThat(house.ops().get("/ops/slow-requests?limit=1000").body())
        .doesNotContain("evil", "<b>");
    assertThat(house.ops().get("/metrics").body()).doesNotContain("evil");
  }

  @Test
  void a_slow_statement_shows_its_text_figures_and_plan() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> {
          assertThat(house.api().get(CUSTOMERS + "?pageSize=5").status()).isEqualTo(200);
          var statements = house.ops().get("/ops/slow-queries?limit=1000").items();
          assertThat(statements)
              .anySatisfy(one -> {
                var statement = (JsonObject) one;
                assertThat(statement.getLong("calls")).isPositive();
                assertThat(statement.getLong("slow")).isPositive();
                assertThat(statement.getDouble("maxMs")).isGreaterThanOrEqualTo(1);
                assertThat(statement.getString("text")).isNotBlank();
                // It is asked for after the statement was slow, so it comes later.
                assertThat(statement.getJsonArray("plan")).isNotEmpty();
                assertThat(statement.getJsonArray("plan").getJsonObject(0).getJsonObject("Plan"))
                    .isNotNull();
              });
        });
  }

  @Test
  void what_statements_cost_and_what_is_missing_is_told_with_a_cure() {
    assertThat(house.api().get(CUSTOMERS + "?pageSize=5").status()).isEqualTo(200);

    var told = house.ops().get("/ops/statements?limit=5");

    assertThat(told.status()).isEqualTo(200);
    assertThat(told.json().getJsonObject("server").getString("version")).isNotBlank();
    assertThat(told.items()).isNotEmpty().hasSizeLessThanOrEqualTo(5);
    assertThat(told.json().getJsonArray("findings"))
        .allSatisfy(one -> assertThat(((JsonObject) one).getString("cure")).isNotBlank());
    assertThat(house.ops().get("/ops/statements?limit=0").status()).isEqualTo(400);
    assertThat(house.ops().get("/ops/statements?sort=calls").status()).isEqualTo(400);
  }

  @Test
  void records_bear_the_requests_id_and_no_address_in_either_format() throws Exception {
    var created =
        house
            .api()
            .send(
                "POST",
                CUSTOMERS,
                person("Bob", "bob.marley@example.org").encode(),
                "X-Request-Id",
                "logged-1");
    var again =
        house.api().send("POST", CUSTOMERS, person("Bob", "bob.marley@example.org").encode());

    assertThat(created.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(409);
    var lines = new StringBuilder();
    for (var format : LogFormat.values()) {
      var encoder = new LineEncoder(format);
      for (var record : List.copyOf(RECORDS.list)) {
        lines.append(new String(encoder.encode(record), UTF_8));
      }
    }
    assertThat(lines.toString())
        .contains("request=logged-1 method=POST route=/api/v1/customers status=201")
        .contains("\"request\":\"logged-1\"")
        .doesNotContain("bob.marley", "ada.secret", "bob@");
  }

  @Test
  void what_was_given_up_is_put_back_once() {
    var id = UUID.randomUUID();
    sql.run(
        "insert into outbox (id, lane, recipient, payload, state, attempts, last_code, last_error,"
            + " expires_at) values ('"
            + id
            + "', 'mail', 'nobody@example.org', '{}', 2, 3, 550, 'no such user',"
            + " now() + interval '1 hour')");

    var before = lane();
    var put = house.ops().send("POST", "/ops/outbox/" + id + "/retry", "{}");
    var again = house.ops().send("POST", "/ops/outbox/" + id + "/retry", "{}");

    assertThat(before.getLong("dead")).isPositive();
    assertThat(before.getJsonArray("deadLetters").encode())
        .contains(id.toString(), "no such user")
        .doesNotContain("nobody@");
    assertThat(put.status()).isEqualTo(200);
    // By then it may have been looked at, found unreadable, and be dead again.
    assertThat(again.status()).isIn(409, 200);
  }

  @Test
  void a_retry_of_garbage_is_refused() {
    var unknown = house.ops().send("POST", "/ops/outbox/" + UUID.randomUUID() + "/retry", "{}");

    assertThat(unknown.status()).isEqualTo(404);
    for (var id : List.of("1", "1-1-1-1-1", "..%2F..", "%00", "' or 1=1 --".replace(" ", "%20"))) {
      var refused = house.ops().send("POST", "/ops/outbox/" + id + "/retry", "{}");
      assertThat(refused.status()).as(id).isEqualTo(400);
      assertThat(refused.body()).doesNotContain("Exception");
    }
    assertThat(house.ops().get("/ops/outbox/" + UUID.randomUUID() + "/retry").status())
        .isEqualTo(405);
    assertThat(house.ops().get("/ops/outbox?all=1").status()).isEqualTo(400);
  }

  @Test
  void every_family_of_figures_is_there() {
    assertThat(house.api().get(customer(1_234_567)).status()).isEqualTo(404);

    Awaitility.await()
        .untilAsserted(() ->
            assertThat(house.ops().get("/metrics").body())
                .contains("peregrine_outbox_pending{lane=\"mail\"}")
                .contains("peregrine_outbox_oldest_age_seconds{lane=\"mail\"}")
                .contains("peregrine_outbox_retrying{lane=\"mail\"}")
                .contains("peregrine_outbox_dead{lane=\"mail\"}")
                .contains("peregrine_outbox_oldest_age_seconds{lane=\"cache\"}")
                .contains("peregrine_mail_events_total{event=\"dead\"}")
                .contains("peregrine_http_slow_total")
                .contains("peregrine_cache_events_total{event=\"load\",region=\"customers\"}")
                .contains("peregrine_bound_used{holder=\"pool.read\",unit=\"statements\"}")
                .contains("peregrine_bound_limit{holder=\"cache.customers\",unit=\"bytes\"}")
                .containsPattern(
                    "duration_seconds_bucket\\{method=\"GET\",route=\"/api/v1/customers/\\{id}\","
                        + "status=\"404\",le=\"0.005\"}"));
  }

  @Test
  void every_holder_of_memory_is_explained() throws IOException {
    var page = Files.readString(Path.of("../docs/memory.md"));

    var holders =
        house.ops().get("/ops/memory").json().getJsonArray("bounds").stream()
            .map(bound -> ((JsonObject) bound).getString("holder"))
            .map(holder -> holder.equals("cache.customers") ? "cache.NAME" : holder)
            .toList();

    assertThat(holders).contains("heap", "direct", "pool.relay", "cache.NAME");
    assertThat(holders).allSatisfy(holder -> assertThat(page).contains("`" + holder + "`"));
  }

  private static JsonObject lane() {
    var lanes = house.ops().get("/ops/outbox").json().getJsonArray("lanes");
    assertThat(lanes)
        .extracting(lane -> ((JsonObject) lane).getString("lane"))
        .containsExactly("mail", "cache");
    return lanes.getJsonObject(0);
  }

  private static JsonObject byId(JsonArray items, String id) {
    return items.stream()
        .map(JsonObject.class::cast)
        .filter(item -> item.getString("requestId").equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError(id + ": not in " + items.encode()));
  }
}
