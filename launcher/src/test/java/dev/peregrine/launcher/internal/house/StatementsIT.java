package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.customer;
import static dev.peregrine.launcher.internal.house.Web.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.launcher.internal.house.Web.Reply;
import dev.peregrine.testkit.Sql;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How many SQL statements requests cost: by the service's own figures, and by what Postgres
/// counts.
///
/// The relay of the outbox, the settlement of orders, the look after imports and the upkeep of
/// totals work behind the scenes; neither count includes them.
class StatementsIT {

  private static final Pattern FIGURE =
      Pattern.compile(
          "(?m)^peregrine_db_statement_duration_seconds_count\\{.*statement=\"([^\"]+)\".*\\}"
              + " (\\S+)");

  private static final Pattern LOADS =
      Pattern.compile(
          "(?m)^peregrine_cache_events_total\\{event=\"load\",region=\"customers\"\\} (\\S+)");

  @TempDir private static Path home;
  private static RunningHouse house;
  private static Web api;
  private static Sql sql;

  private Counts before;

  private record Counts(long loads, long all, long byPostgres) {

    static Counts now() {
      var loads = 0.0;
      var all = 0.0;
      var found = FIGURE.matcher(house.ops().get("/metrics").body());
      while (found.find()) {
        var count = Double.parseDouble(found.group(2));
        loads += found.group(1).equals("customers.load") ? count : 0;
        all += isBehindTheScenes(found.group(1)) ? 0 : count;
      }
      var byPostgres =
          sql.number(
              "select coalesce(sum(calls), 0) from pg_stat_statements where dbid ="
                  + " (select oid from pg_database where datname = current_database())"
                  + " and query not like '%pg_stat_statements%'"
                  + " and query not like 'explain %'"
                  + " and query !~ '(from|into|update) outbox'"
                  + " and query !~ 'alive_until < now|recursive waiting'"
                  // A new connection describes its texts, whenever it is made.
                  + " and query not like '%set lock_timeout%'"
                  + " and query !~ 'customers_(fold|cut)|^vacuum'"
                  + " and query not like '%settle_at <= now()%' and query not like 'delete from"
                  + " idempotency_keys%'");
      return new Counts((long) loads, (long) all, byPostgres);
    }

    private static boolean isBehindTheScenes(String statement) {
      return statement.startsWith("outbox.")
          || statement.equals("customers.claim")
          || statement.equals("customers.fold")
          || statement.equals("customers.cut")
          || statement.equals("customers.tidy")
          || statement.equals("customers.importClaim")
          || statement.equals("customers.importTend")
          || statement.equals("customers.importSweep")
          || statement.equals("customers.sweepKeys");
    }

    Counts since(Counts earlier) {
      return new Counts(loads - earlier.loads, all - earlier.all, byPostgres - earlier.byPostgres);
    }
  }

  /// Reads that come together need one connection only, so a second one would be made at any time.
  /// A statement may be held for longer than usual.
  private static PeregrineConfig withOneConnection(PeregrineConfig usual) {
    var postgres = usual.postgres();
    var one = Knobs.with(postgres.reads(), "connections", 1);
    var reads = Knobs.with(one, "statementTimeout", Duration.ofSeconds(30));
    return Knobs.with(usual, "postgres", Knobs.with(postgres, "reads", reads));
  }

  /// New connections try their statements out; after this there is none left to be made.
  @BeforeAll
  static void open() {
    var usual = RunningHouse.believing(RunningHouse.onFreshDatabase());
    house = RunningHouse.start(home, withOneConnection(usual));
    api = house.api();
    sql = house.sql();
    sql.run("create extension pg_stat_statements");
    var together =
        IntStream.rangeClosed(1_000_001, 1_000_200)
            .mapToObj(id -> api.getLater(customer(id)))
            .toList();
    assertThat(together.stream().map(later -> later.join().status())).containsOnly(404);
    Awaitility.await()
        .until(() -> house.ops().get("/health/ready").json().encode().contains("\"redis\""));
  }

  @AfterAll
  static void close() {
    house.close();
  }

  /// What its writer did not take back in two seconds is evicted, and so loaded, once more.
  @BeforeEach
  void count() {
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .until(() -> sql.number("select count(*) from outbox where lane = 'cache'") == 0);
    before = Counts.now();
  }

  @Test
  void a_find_costs_one_statement_once() {
    var id = withOrders(12);
    count();

    var miss = api.get(customer(id));
    var afterMiss = Counts.now().since(before);
    count();
    var hits = IntStream.range(0, 10).mapToObj(n -> api.get(customer(id))).toList();

    assertThat(miss.json().getJsonArray("recentOrders")).hasSize(10);
    assertThat(miss.header("Cache-Status")).endsWith("fwd=miss");
    assertThat(afterMiss).isEqualTo(new Counts(1, 1, 1));
    assertThat(hits)
        .extracting(hit -> hit.header("Cache-Status"))
        .containsOnly("peregrine-l1; hit");
    assertThat(Counts.now().since(before)).isEqualTo(new Counts(0, 0, 0));
  }

  @Test
  void nobody_is_looked_for_once() {
    var first = api.get(customer(2_000_000));
    var second = api.get(customer(2_000_000));

    assertThat(first.status()).isEqualTo(404);
    assertThat(second.status()).isEqualTo(404);
    assertThat(Counts.now().since(before)).isEqualTo(new Counts(1, 1, 1));
  }

  @Test
  void a_hundred_who_come_together_cost_one_statement() {
    var id = withOrders(1);
    count();

    var together = IntStream.range(0, 100).mapToObj(n -> api.getLater(customer(id))).toList();
    var replies = together.stream().map(later -> later.join()).toList();

    assertThat(replies).extracting(Reply::status).containsOnly(200);
    assertThat(Counts.now().since(before)).isEqualTo(new Counts(1, 1, 1));
  }

  @Test
  void many_misses_that_come_together_share_statements() {
    var ids = IntStream.range(0, 64).mapToObj(n -> withOrders(1)).toList();
    count();

    var loads = cacheLoads();
    // Who is first is held until all have come.
    sql.run("begin");
    sql.run("lock table customers");
    var together = ids.stream().map(id -> api.getLater(customer(id))).toList();
    Awaitility.await().until(() -> cacheLoads() == loads + ids.size());
    sql.run("commit");
    var replies = together.stream().map(later -> later.join()).toList();

    assertThat(replies).extracting(Reply::status).containsOnly(200);
    assertThat(replies).extracting(reply -> reply.json().getLong("id")).isEqualTo(ids);
    assertThat(Counts.now().since(before).byPostgres())
        .as("a quarter of a statement for each")
        .isLessThanOrEqualTo(ids.size() / 4);
  }

  /// Returns how many keys of customers were asked of the source.
  private static long cacheLoads() {
    var found = LOADS.matcher(house.ops().get("/metrics").body());
    return found.find() ? (long) Double.parseDouble(found.group(1)) : 0;
  }

  @Test
  void a_page_with_its_total_costs_one_statement_however_long() {
    IntStream.range(0, 5).forEach(n -> withOrders(1));
    count();

    var page = api.get(CUSTOMERS + "?pageSize=200");

    assertThat(page.items()).hasSizeGreaterThanOrEqualTo(5);
    assertThat(Counts.now().since(before)).isEqualTo(new Counts(0, 1, 1));
  }

  @Test
  void a_keyset_page_costs_one_statement() {
    withOrders(1);
    count();

    var page = api.get(CUSTOMERS + "?limit=200");

    assertThat(page.items()).isNotEmpty();
    assertThat(Counts.now().since(before)).isEqualTo(new Counts(0, 1, 1));
  }

  @Test
  void a_registration_costs_a_look_and_a_write() {
    var created = api.post(CUSTOMERS, person("Ada", "counted@example.org"));
    var registered = Counts.now().since(before);
    count();
    var again = api.post(CUSTOMERS, person("Ada", "Counted@example.org"));
    var refused = Counts.now().since(before);
    count();

    var order = order(created.id());

    assertThat(created.status()).isEqualTo(201);
    assertThat(registered.all()).isEqualTo(2);
    assertThat(again.status()).isEqualTo(409);
    assertThat(refused).isEqualTo(new Counts(0, 1, 1));
    assertThat(order.status()).isEqualTo(201);
    assertThat(Counts.now().since(before).all()).as("begun, and settled").isEqualTo(2);
  }

  @Test
  void an_idempotency_key_costs_no_statement_the_first_time_and_one_more_after() {
    var person = person("Ada", "keyed@example.org").encode();

    var created = api.send("POST", CUSTOMERS, person, "Idempotency-Key", "counted");
    var first = Counts.now().since(before);
    count();
    var again = api.send("POST", CUSTOMERS, person, "Idempotency-Key", "counted");

    assertThat(created.status()).isEqualTo(201);
    assertThat(first.all()).isEqualTo(2);
    assertThat(again.body()).isEqualTo(created.body());
    assertThat(Counts.now().since(before).all()).isEqualTo(3);
  }

  private static long withOrders(int count) {
    var id = api.post(CUSTOMERS, person("Ada", "ada-" + System.nanoTime() + "@example.org")).id();
    IntStream.range(0, count).forEach(n -> order(id));
    return id;
  }

  private static Reply order(long id) {
    var body = new JsonObject().put("total", "1.00").put("currency", "EUR");
    return api.post(customer(id) + "/orders", body);
  }
}
