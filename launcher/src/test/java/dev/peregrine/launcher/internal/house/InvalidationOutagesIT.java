package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.customers.CustomersConfig;
import dev.peregrine.customers.InvalidationConfig;
import dev.peregrine.embedded.EmbeddedPostgres;
import dev.peregrine.embedded.EmbeddedRedis;
import dev.peregrine.testkit.OwnServers;
import dev.peregrine.testkit.Sql;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Rows that change past the service while a server is away.
///
/// Redis hangs here and does not die: what it and the nodes remember is there afterwards, and old.
@Timeout(180)
class InvalidationOutagesIT {

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final int BACKLOG = 20;

  @TempDir private static Path home;
  private static EmbeddedPostgres postgres;
  private static EmbeddedRedis redis;
  private static TwoNodes nodes;

  @BeforeAll
  static void open() {
    postgres = OwnServers.postgres(home.resolve("postgres"));
    redis = OwnServers.redis(home.resolve("redis"));
    var invalidation = Knobs.with(InvalidationConfig.defaults(), "backlog", BACKLOG);
    var customers = Knobs.with(CustomersConfig.defaults(), "invalidation", invalidation);
    var config = TwoNodes.rememberingLong(postgres.uri(), redis.uri());
    nodes = new TwoNodes(home, RunningHouse.with(config, customers));
  }

  @AfterAll
  static void close() {
    nodes.close();
    redis.close();
    postgres.close();
  }

  @BeforeEach
  void all_is_well() {
    nodes.awaitProof();
  }

  @Test
  void what_changed_while_redis_was_away_is_evicted_when_it_is_back() {
    var ids = remembered(BACKLOG / 2);
    redis.pause();
    try (var sql = Sql.on(postgres.uri())) {
      ids.forEach(id -> rename(sql, id, "Grace"));
      Awaitility.await().atMost(LIMIT).until(() -> attempted(sql));
      assertThat(waiting(sql)).isEqualTo(ids.size());
    } finally {
      redis.resume();
    }

    awaitNames(ids, "Grace");
  }

  @Test
  void what_waits_for_redis_is_bounded_and_nothing_is_lost() {
    var ids = remembered(5 * BACKLOG);
    redis.pause();
    try (var sql = Sql.on(postgres.uri())) {
      ids.forEach(id -> rename(sql, id, "Grace"));
      Awaitility.await().atMost(LIMIT).until(() -> waiting(sql) <= BACKLOG);
      assertThat(
              sql.texts(
                  "select recipient || ' ' || payload::text from outbox where lane = 'cache'"))
          .contains("customers {\"everything\": true}");
    } finally {
      redis.resume();
    }

    awaitNames(ids, "Grace");
  }

  @Test
  void a_writer_who_could_not_tell_redis_leaves_a_row_that_does() {
    var ids = remembered(3);
    redis.pause();
    try (var sql = Sql.on(postgres.uri())) {
      ids.forEach(id ->
          assertThat(nodes.first().send("PATCH", Web.customer(id), "{\"name\": \"Eve\"}").status())
              .isEqualTo(200));
      assertThat(waiting(sql)).isEqualTo(ids.size());
    } finally {
      redis.resume();
    }

    awaitNames(ids, "Eve");
    try (var sql = Sql.on(postgres.uri())) {
      Awaitility.await().atMost(LIMIT).until(() -> waiting(sql) == 0);
    }
  }

  @Test
  void a_relay_whose_postgres_was_away_goes_on_when_it_is_back() {
    var ids = remembered(2);
    postgres.kill();
    Awaitility.await()
        .atMost(LIMIT)
        .until(() -> nodes.first().get(CUSTOMERS + "?limit=1").status() == 503);
    postgres.restart();

    try (var sql = Sql.on(postgres.uri())) {
      ids.forEach(id -> rename(sql, id, "Back"));
    }

    awaitNames(ids, "Back");
  }

  /// Returns so many whom both nodes have in memory, and of whom nothing waits to be evicted.
  private static List<Long> remembered(int count) {
    var ids = IntStream.range(0, count).mapToObj(n -> remembered()).toList();
    try (var sql = Sql.on(postgres.uri())) {
      Awaitility.await().atMost(LIMIT).until(() -> waiting(sql) == 0);
    }
    return ids;
  }

  private static long remembered() {
    var email = UUID.randomUUID() + "@example.org";
    Awaitility.await().atMost(LIMIT).until(() -> List.of(201, 409).contains(status(email)));
    try (var sql = Sql.on(postgres.uri())) {
      var id = sql.number("select id from customers where email = '" + email + "'");
      nodes.remember(id, 200);
      return id;
    }
  }

  private static int status(String email) {
    return nodes.first().post(CUSTOMERS, person("Ada", email)).status();
  }

  private static void rename(Sql sql, long id, String name) {
    sql.run("update customers set name = '" + name + "' where id = " + id);
  }

  private static long waiting(Sql sql) {
    return sql.number("select count(*) from outbox where lane = 'cache'");
  }

  /// Tells whether a relay took a row and could not carry it out.
  private static boolean attempted(Sql sql) {
    return sql.number("select count(*) from outbox where lane = 'cache' and lease_token > 0") > 0;
  }

  private static void awaitNames(List<Long> ids, String name) {
    ids.forEach(id -> nodes.awaitName(id, name));
  }
}
