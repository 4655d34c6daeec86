package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.customer;
import static dev.peregrine.launcher.internal.house.Web.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.embedded.EmbeddedPostgres;
import dev.peregrine.embedded.EmbeddedRedis;
import dev.peregrine.embedded.EmbeddedReplica;
import dev.peregrine.launcher.internal.house.Web.Reply;
import dev.peregrine.persistence.ReplicationConfig;
import dev.peregrine.testkit.OwnServers;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a client that sends its `Consistency-Token` back sees, on two nodes with two replicas that
/// may stand still.
@Timeout(600)
class ConsistencyIT {

  private static final String TOKEN = "Consistency-Token";
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @TempDir private static Path home;

  private static EmbeddedPostgres postgres;
  private static EmbeddedRedis redis;
  private static StillReplicas replicas;
  private static RunningHouse house;
  private static RunningHouse second;
  private static Web api;
  private static Web other;

  @BeforeAll
  static void open() {
    postgres = OwnServers.hastyPostgres(home.resolve("postgres"));
    redis = OwnServers.redis(home.resolve("redis"));
    replicas = new StillReplicas(List.of(postgres.startReplica(1), postgres.startReplica(2)));
    var config = config();
    house = RunningHouse.start(home, config);
    second = RunningHouse.start(home, config);
    api = house.api();
    other = second.api();
  }

  @AfterAll
  static void close() {
    second.close();
    house.close();
    redis.close();
    postgres.close();
  }

  /// Replicas stay in rotation for long, though they stand still, or a starved machine does: a
  /// token is all that helps.
  private static PeregrineConfig config() {
    var usual = RunningHouse.on(postgres.uri(), redis.uri());
    var replication =
        new ReplicationConfig(
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            1L << 30,
            Duration.ofMillis(300),
            64);
    var followers = replicas.all().stream().map(EmbeddedReplica::uri).toList();
    var servers = usual.postgres().at(postgres.uri(), followers);
    return Knobs.with(usual, "postgres", Knobs.with(servers, "replication", replication));
  }

  @BeforeEach
  void all_is_well() {
    Awaitility.await()
        .atMost(LIMIT)
        .untilAsserted(() -> {
          assertThat(state(house)).isEqualTo("up");
          assertThat(state(second)).isEqualTo("up");
        });
  }

  @Tag("chance")
  @Test
  void with_its_token_a_client_never_sees_less_than_it_wrote_on_any_node() {
    var known = register("steady@example.org");
    replicas.awaitCustomer(known.id());
    replicas.pause();
    try {
      var behind = register("behind@example.org");
      assertThat(listed(other.get(byAge()), behind.id()))
          .as("without a token a replica that stands still may answer")
          .isFalse();

      var older = IntStream.range(0, 100).map(n -> older(known.id(), n)).sum();

      assertThat(older).as("answers that showed less than the token").isZero();
    } finally {
      replicas.resume();
    }
  }

  /// Writes, and reads each kind of thing on the other node; returns how many answers were too old.
  private static int older(long id, int n) {
    var renamed =
        api.send("PATCH", customer(id), new JsonObject().put("name", "Ada " + n).encode());
    var one = other.get(customer(id), TOKEN, token(renamed));
    var page = other.get(CUSTOMERS + "?q=steady&pageSize=1", TOKEN, token(renamed));
    var placed = order(id);
    var orders = other.get(customer(id) + "/orders?limit=1", TOKEN, token(placed));
    var joined = register("n" + n + "-" + id + "@example.org");
    var window = other.get(byAge(), TOKEN, token(joined));
    var right =
        List.of(
            one.json().getString("name").equals("Ada " + n),
            page.items().getJsonObject(0).getString("name").equals("Ada " + n),
            orders.items().getJsonObject(0).getLong("id") == placed.id(),
            listed(window, joined.id()));
    return (int) right.stream().filter(seen -> !seen).count();
  }

  @Test
  void no_load_of_a_cache_comes_from_a_replica_that_stands_still() {
    var known = register("loads@example.org");
    replicas.awaitCustomer(known.id());
    replicas.pause();
    try {
      var older = 0;
      for (var n = 0; n < 50; n++) {
        var name = "Ada " + n;
        api.send("PATCH", customer(known.id()), new JsonObject().put("name", name).encode());
        older += name.equals(api.get(customer(known.id())).json().getString("name")) ? 0 : 1;
      }

      assertThat(older).as("answers of the node that wrote, without a token").isZero();
    } finally {
      replicas.resume();
    }
  }

  @Test
  void what_was_removed_is_gone_for_who_brings_the_token() {
    var known = register("removed@example.org");
    replicas.awaitCustomer(known.id());
    assertThat(other.get(customer(known.id())).status()).isEqualTo(200);
    replicas.pause();
    try {
      var removed = api.delete(customer(known.id()));

      assertThat(removed.status()).isEqualTo(204);
      assertThat(other.get(customer(known.id()), TOKEN, token(removed)).status()).isEqualTo(404);
      assertThat(other.get(customer(known.id()) + "/orders", TOKEN, token(removed)).status())
          .isEqualTo(404);
      assertThat(listed(other.get(byAge(), TOKEN, token(removed)), known.id())).isFalse();
      assertThat(listed(other.get(byAge()), known.id())).isTrue();
    } finally {
      replicas.resume();
    }
  }

  @Test
  void a_token_written_while_redis_is_away_lets_no_cache_answer() {
    var known = register("away@example.org");
    assertThat(other.get(customer(known.id())).json().getString("name")).isEqualTo("Ada");
    redis.pause();
    try {
      var renamed = api.send("PATCH", customer(known.id()), "{\"name\":\"Grace\"}");

      var read = other.get(customer(known.id()), TOKEN, token(renamed));

      assertThat(read.json().getString("name")).isEqualTo("Grace");
    } finally {
      redis.resume();
    }
  }

  @Test
  void what_is_no_token_is_refused_by_every_read() {
    var id = register("bad@example.org").id();

    for (var path : List.of(customer(id), customer(id) + "/orders", CUSTOMERS, byAge())) {
      for (var text : List.of("'; drop table customers;", "A".repeat(4_000))) {
        var refused = api.get(path, TOKEN, text);
        assertThat(refused.status()).as(path).isEqualTo(400);
        assertThat(refused.json().getJsonArray("errors").getJsonObject(0).getString("header"))
            .isEqualTo(TOKEN);
        assertThat(refused.body()).doesNotContain(text);
      }
    }
  }

  @Test
  void an_invented_token_harms_nobody() {
    var id = register("invented@example.org").id();
    var far = invented(Long.MAX_VALUE, 1, Long.MAX_VALUE - 1);
    var near = invented(1, 1, 1);

    for (var token : List.of(far, near, invented(0, 0, 0))) {
      assertThat(api.get(customer(id), TOKEN, token).status()).isEqualTo(200);
      assertThat(api.get(CUSTOMERS, TOKEN, token).status()).isEqualTo(200);
      assertThat(api.get(customer(id) + "/orders", TOKEN, token).status()).isEqualTo(200);
      assertThat(
              api.send("DELETE", customer(9_999_999), BodyPublishers.noBody(), TOKEN, token)
                  .status())
          .isEqualTo(404);
    }
  }

  @Test
  void a_token_of_a_timeline_that_nobody_has_seen_is_answered_by_nobody() {
    var ahead = api.get(CUSTOMERS, TOKEN, invented(1, 7, 1));

    assertThat(ahead.status()).as(ahead.body()).isEqualTo(503);
    assertThat(ahead.header("Retry-After")).isEqualTo("1");
  }

  @Test
  void a_replica_that_is_out_is_told_and_costs_nothing() {
    var known = register("out@example.org");
    replicas.first().kill();
    Awaitility.await().atMost(LIMIT).until(() -> state(house).equals("degraded"));

    var ready = house.ops().get("/health/ready");
    var lists = IntStream.range(0, 50).mapToObj(n -> api.get(byAge()).status()).toList();
    var metrics = house.ops().get("/metrics").body();
    replicas.first().restart();

    assertThat(ready.status()).isEqualTo(200);
    assertThat(ready.body()).contains(replicas.first().port() + " is away");
    assertThat(lists).containsOnly(200);
    assertThat(metrics)
        .contains("peregrine_db_replica_lag_seconds{replica=\"127.0.0.1:")
        .contains("peregrine_db_replica_lag_bytes{replica=\"127.0.0.1:")
        .containsPattern("peregrine_db_reads_total\\{server=\"replica\"} [1-9]")
        .containsPattern("peregrine_db_replica_state\\{replica=\"[^\"]+\",state=\"away\"} 1");
    Awaitility.await().atMost(LIMIT).until(() -> listed(api.get(byAge()), known.id()));
  }

  private static Reply register(String email) {
    var joined = api.post(CUSTOMERS, person("Ada", email));
    assertThat(joined.status()).as(joined.body()).isEqualTo(201);
    return joined;
  }

  private static Reply order(long id) {
    var body = new JsonObject().put("total", "1.00").put("currency", "EUR");
    return api.post(customer(id) + "/orders", body);
  }

  private static String token(Reply written) {
    assertThat(written.header(TOKEN)).as(written.body()).hasSize(28);
    return written.header(TOKEN);
  }

  private static String invented(long cache, int timeline, long wal) {
    var bytes = ByteBuffer.allocate(21).put((byte) 2).putLong(cache).putInt(timeline).putLong(wal);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  private static String byAge() {
    return CUSTOMERS + "?limit=200&sort=-createdAt";
  }

  private static boolean listed(Reply list, long id) {
    return list.items().stream()
        .map(JsonObject.class::cast)
        .anyMatch(item -> item.getLong("id") == id);
  }

  private static String state(RunningHouse node) {
    return node.ops().get("/health/ready").json().getJsonArray("checks").stream()
        .map(JsonObject.class::cast)
        .filter(check -> check.getString("name").equals("replicas"))
        .map(check -> check.getString("status"))
        .findFirst()
        .orElse("none");
  }
}
