package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.customer;
import static dev.peregrine.launcher.internal.house.Web.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.embedded.EmbeddedPostgres;
import dev.peregrine.embedded.EmbeddedRedis;
import dev.peregrine.embedded.EmbeddedReplica;
import dev.peregrine.launcher.internal.house.Web.Reply;
import dev.peregrine.testkit.OwnServers;
import dev.peregrine.testkit.Sql;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The service while its Postgres dies and a replica takes over that had not everything.
@Timeout(180)
class PostgresFailOverIT {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresFailOverIT.class);
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final String GRACE = "{\"name\":\"Grace\"}";

  @TempDir private Path home;

  private EmbeddedPostgres postgres;
  private EmbeddedReplica replica;
  private EmbeddedRedis redis;
  private PeregrineConfig config;

  @BeforeEach
  void open() {
    postgres = OwnServers.hastyPostgres(home.resolve("postgres"));
    replica = postgres.startReplica(1);
    redis = OwnServers.redis(home.resolve("redis"));
    var usual = RunningHouse.believing(RunningHouse.on(postgres.uri(), redis.uri()));
    var servers = usual.postgres().at(postgres.uri(), List.of(replica.uri()));
    config = Knobs.with(usual, "postgres", servers);
  }

  @AfterEach
  void close() {
    redis.close();
    postgres.close();
  }

  @Test
  void what_a_fail_over_loses_no_cache_shows_and_writes_go_on_at_the_new_primary() {
    try (var house = RunningHouse.start(home, config)) {
      var api = house.api();
      var ada = api.post(CUSTOMERS, person("Ada", "ada@example.org"));
      awaitCopied();
      replica.kill();
      rename(api, ada, "Lost");
      var before = api.get(customer(ada.id())).json().getString("name");

      postgres.kill();
      var cached = api.get(customer(ada.id()));
      var refused = api.send("PATCH", customer(ada.id()), GRACE);
      replica.restart();
      promote();
      var promoted = System.nanoTime();
      Awaitility.await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(20))
          // The answer to one that was written may have been lost.
          .until(() -> List.of(201, 409).contains(bob(api).status()));
      LOG.info("writes are back after {} ms", (System.nanoTime() - promoted) / 1_000_000);

      assertThat(before).isEqualTo("Lost");
      assertThat(cached.json().getString("name")).as("from memory").isEqualTo("Lost");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("Retry-After")).isNotEmpty();
      Awaitility.await().atMost(LIMIT).until(() -> isCalledAda(api, ada.id()));
      assertThat(house.ops().get("/metrics").body()).contains("peregrine_db_timeline 2");
    }
  }

  @Test
  void a_node_that_starts_after_a_fail_over_finds_the_primary_and_believes_no_old_cache() {
    long id;
    try (var house = RunningHouse.start(home, config)) {
      var ada = house.api().post(CUSTOMERS, person("Ada", "ada@example.org"));
      id = ada.id();
      awaitCopied();
      replica.kill();
      rename(house.api(), ada, "Lost");
      assertThat(house.api().get(customer(id)).json().getString("name")).isEqualTo("Lost");
    }
    postgres.kill();
    replica.restart();
    promote();
    // The former primary is back, and takes itself for one.
    postgres.restart();

    try (var house = RunningHouse.start(home, config)) {
      assertThat(bob(house.api()).status()).isEqualTo(201);
      assertThat(customers(replica.uri())).isEqualTo(2);
      assertThat(customers(postgres.uri())).isEqualTo(1);
      Awaitility.await().atMost(LIMIT).until(() -> isCalledAda(house.api(), id));
      Awaitility.await()
          .atMost(LIMIT)
          .until(() -> house.ops().get("/health/ready").body().contains(" is fenced"));
    }
  }

  private static Reply bob(Web api) {
    return api.post(CUSTOMERS, person("Bob", "bob@example.org"));
  }

  /// While pools find their way a read may be refused, and then shows no name.
  private static boolean isCalledAda(Web api, long id) {
    return "Ada".equals(api.get(customer(id)).json().getString("name"));
  }

  private static void rename(Web api, Reply joined, String name) {
    var renamed = api.send("PATCH", customer(joined.id()), GRACE.replace("Grace", name));
    assertThat(renamed.status()).as(renamed.body()).isEqualTo(200);
  }

  /// The replica has the customer, and nothing that comes later.
  private void awaitCopied() {
    Awaitility.await().atMost(LIMIT).ignoreExceptions().until(() -> customers(replica.uri()) == 1);
  }

  private void promote() {
    try (var sql = Sql.on(replica.uri())) {
      sql.run("select pg_promote()");
    }
  }

  private static long customers(URI server) {
    try (var sql = Sql.on(server)) {
      return sql.number("select count(*) from customers");
    }
  }
}
