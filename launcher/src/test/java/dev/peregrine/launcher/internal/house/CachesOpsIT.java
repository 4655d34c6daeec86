package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.customer;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The cache as operators see it.
class CachesOpsIT {

  private static final String REGION = "/ops/caches/customers";

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
  void an_entry_is_shown_tier_by_tier_and_not_its_value() {
    var id = known("business");

    Awaitility.await().until(() -> tiers(id).size() == 2);

    var near = tiers(id).getJsonObject(0);
    assertThat(near.getString("tier")).isEqualTo("near");
    assertThat(near.getBoolean("believed")).isTrue();
    assertThat(near.getLong("ageMs")).isNotNegative();
    assertThat(near.getLong("ttlMs")).isBetween(1L, 300_000L);
    assertThat(near.getLong("bytes")).isPositive();
    assertThat(near.getJsonArray("tags")).containsExactly("type:business");
    assertThat(near.getString("stamp")).matches("[1-9][0-9]*");
    assertThat(tiers(id).getJsonObject(1).getString("tier")).isEqualTo("far");
    assertThat(ops.get(REGION + "/" + id).body()).doesNotContain("@example.org");
  }

  @Test
  void a_key_is_evicted() {
    var id = known("individual");

    var evicted = ops.delete(REGION + "/keys/" + id);

    assertThat(evicted.status()).isEqualTo(200);
    assertThat(evicted.json().getLong("evicted")).isEqualTo(1);
    assertThat(evicted.json().getBoolean("everyNode")).isTrue();
    assertThat(ops.get(REGION + "/" + id).status()).isEqualTo(404);
    assertThat(status(id)).isEqualTo("peregrine-l1; fwd=miss");
  }

  @Test
  void a_tag_is_evicted_and_nothing_else() {
    var partner = known("partner");
    var other = known("individual");

    var evicted = ops.delete(REGION + "/tags/type:partner");

    assertThat(evicted.status()).isEqualTo(200);
    assertThat(evicted.json().getLong("evicted")).isEqualTo(1);
    assertThat(status(partner)).isEqualTo("peregrine-l1; fwd=miss");
    assertThat(status(other)).isEqualTo("peregrine-l1; hit");
  }

  @Test
  void a_pattern_is_evicted_and_nothing_else() {
    var id = known("individual");
    var other = known("individual");

    var evicted = ops.delete(REGION + "?pattern=" + id + "*");

    assertThat(evicted.status()).isEqualTo(200);
    assertThat(status(id)).isEqualTo("peregrine-l1; fwd=miss");
    assertThat(status(other)).isEqualTo("peregrine-l1; hit");
  }

  @Test
  void a_region_is_evicted_whole_and_its_figures_say_so() {
    var id = known("individual");

    var evicted = ops.delete(REGION);

    assertThat(evicted.json().getLong("evicted")).isPositive();
    assertThat(status(id)).isEqualTo("peregrine-l1; fwd=miss");
    var figures = ops.get("/ops/caches").json().getJsonArray("regions").getJsonObject(0);
    assertThat(figures.getString("region")).isEqualTo("customers");
    assertThat(figures.getJsonObject("near").getLong("maxBytes")).isEqualTo(64L << 20);
    assertThat(figures.getJsonObject("events").getLong("region_eviction")).isPositive();
    assertThat(figures.getJsonObject("events").getLong("near_hit")).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "DELETE, /ops/caches/nowhere, 404",
    "DELETE, /ops/caches/nowhere/keys/1, 404",
    "DELETE, /ops/caches/nowhere/tags/a, 404",
    "GET, /ops/caches/nowhere/1, 404",
    "GET, /ops/caches/customers/9000000000000000000, 404",
    "GET, /ops/caches/customers/seven, 400",
    "DELETE, /ops/caches/customers/keys/seven, 400",
    "DELETE, /ops/caches/customers/keys/%FF, 400",
    "DELETE, /ops/caches/customers/keys/%00, 400",
    "DELETE, /ops/caches/customers/tags/%C3%28, 400",
    "DELETE, /ops/caches/customers?pattern=, 400",
    "DELETE, /ops/caches/customers?pattern=%5C, 400",
    "DELETE, /ops/caches/customers?patern=1*, 400",
    "DELETE, /ops/caches/customers?pattern=a&pattern=b, 400",
    "PUT, /ops/caches/customers, 405",
    "POST, /ops/caches, 405",
  })
  void what_cannot_be_meant_is_refused(String method, String path, int status) {
    var reply = ops.send(method, path, "{}");

    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.json().getString("type")).startsWith("/problems/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/ops/caches/customers/keys/LONG", "/ops/caches/customers/tags/LONG",
        "/ops/caches/customers?pattern=LONG", "/ops/caches/customers/LONG"
      })
  void what_is_too_long_is_refused_and_not_repeated(String path) {
    var text = "9".repeat(1_100);
    var method = path.endsWith("customers/LONG") ? "GET" : "DELETE";

    var reply = ops.send(method, path.replace("LONG", text), "");

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.body()).doesNotContain("99999");
  }

  @ParameterizedTest
  @ValueSource(strings = {"***", "%3F*%3F*%3F*%3F*%3F*%3F*%3F*%3F*!", "%5C*", "%F0%9F%A6%85*"})
  void odd_patterns_are_answered_like_any_other(String pattern) {
    assertThat(ops.delete(REGION + "?pattern=" + pattern).status()).isEqualTo(200);
  }

  private static long known(String type) {
    var person =
        new JsonObject()
            .put("name", "Ada")
            .put("email", UUID.randomUUID() + "@example.org")
            .put("type", type);
    var id = api.post(CUSTOMERS, person).id();
    Awaitility.await().until(() -> status(id).equals("peregrine-l1; hit"));
    return id;
  }

  private static String status(long id) {
    return api.get(customer(id)).header("Cache-Status");
  }

  private static JsonArray tiers(long id) {
    return ops.get(REGION + "/" + id).json().getJsonArray("tiers");
  }
}
