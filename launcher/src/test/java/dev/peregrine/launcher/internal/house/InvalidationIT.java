package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.customer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.testkit.Servers;
import dev.peregrine.testkit.Sql;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Rows that change past the service, as clients of two nodes see it whose caches would remember
/// for longer than this test runs.
@Timeout(180)
class InvalidationIT {

  /// So long a row waits for its writer to take it back; then it is carried out.
  private static final long WRITERS_NANOS = Duration.ofSeconds(2).toNanos();

  @TempDir private static Path home;
  private static Sql sql;
  private static TwoNodes nodes;

  @BeforeAll
  static void open() {
    var database = Servers.postgres().freshDatabase();
    var config = TwoNodes.rememberingLong(database, Servers.redis());
    // What Redis did not answer in time is evicted once more.
    var redis = Knobs.with(config.redis(), "timeout", Duration.ofSeconds(5));
    nodes = new TwoNodes(home, Knobs.with(RunningHouse.believing(config), "redis", redis));
    sql = Sql.on(database);
  }

  @AfterAll
  static void close() {
    sql.close();
    nodes.close();
  }

  @BeforeEach
  void all_is_well() {
    nodes.awaitProof();
  }

  /// A node without proof asks Postgres, so what it shows is no sign that anything was evicted.
  @AfterEach
  void all_is_carried_out() {
    nodes.awaitEmptyLane();
  }

  @Test
  void a_row_changed_by_hand_is_seen_by_every_node() {
    var id = nodes.remembered("Ada");

    sql.run("update customers set name = 'Grace' where id = " + id);

    nodes.awaitName(id, "Grace");
  }

  @Test
  void who_is_removed_by_hand_is_gone_on_every_node() {
    var id = nodes.remembered("Ada");

    sql.run("delete from customers where id = " + id);

    nodes.awaitStatus(id, 404);
  }

  @Test
  void an_order_by_hand_shows_with_its_customer() {
    var id = nodes.remembered("Ada");
    var other = nodes.remembered("Other");

    sql.run(
        "insert into orders (customer_id, status, total, currency) values ("
            + id
            + ", 'paid', 7, 'EUR')");
    nodes.awaitOrders(id, 1);
    sql.run("update orders set status = 'cancelled' where customer_id = " + id);
    nodes.await(id, json -> json.encode().contains("\"cancelled\""));
    sql.run("update orders set customer_id = " + other + " where customer_id = " + id);
    nodes.awaitOrders(id, 0);
    nodes.awaitOrders(other, 1);
    sql.run("delete from orders where customer_id = " + other);

    nodes.awaitOrders(other, 0);
  }

  @Test
  void nobody_becomes_somebody_by_hand() {
    var id = 5_000_000;
    nodes.remember(id, 404);

    insert(id, id);

    nodes.awaitStatus(id, 200);
  }

  @Test
  void many_who_join_by_hand_are_told_of_in_one_row_without_keys() {
    var known = nodes.remembered("Ada");
    nodes.remember(6_000_000, 404);
    nodes.remember(6_000_499, 404);
    sql.run("begin");
    insert(6_000_000, 6_000_499);
    var payloads = payloads();
    sql.run("commit");

    assertThat(payloads).containsExactly("{\"tags\": [\"absent\"]}");
    nodes.awaitStatus(6_000_000, 200);
    nodes.awaitStatus(6_000_499, 200);
    nodes.assertRemembered(known);
  }

  @Test
  void a_customer_whose_key_changes_is_gone_under_the_old_one_and_there_under_the_new() {
    var id = nodes.remembered("Ada");
    sql.run("select setval(pg_get_serial_sequence('customers', 'id'), 7000000)");
    nodes.remember(7_000_001, 404);

    sql.run("update customers set id = default where id = " + id);

    nodes.awaitStatus(id, 404);
    nodes.awaitStatus(7_000_001, 200);
  }

  @Test
  void a_table_that_is_emptied_is_empty_on_every_node() {
    var ids = LongStream.of(nodes.remembered("Ada"), nodes.remembered("Grace"));

    sql.run("truncate customers cascade");

    ids.forEach(id -> nodes.awaitStatus(id, 404));
  }

  @Test
  void a_change_of_very_many_is_one_row_that_means_everything() {
    var id = nodes.remembered("Ada");
    insert(8_000_000, 8_099_999);
    nodes.awaitEmptyLane();
    sql.run("begin");
    sql.run("update customers set name = 'All the same'");
    var payloads = payloads();
    sql.run("commit");

    assertThat(payloads).containsExactly("{\"everything\": true}");
    nodes.awaitName(id, "All the same");
    sql.run("delete from customers where id >= 8000000");
  }

  @Test
  void a_change_of_many_is_several_rows_of_a_thousand_keys() {
    insert(9_000_000, 9_002_499);
    nodes.remember(9_000_000, 200);
    nodes.remember(9_002_499, 200);
    nodes.awaitEmptyLane();
    sql.run("begin");
    sql.run("update customers set name = 'Some' where id >= 9000000");
    var lengths =
        sql.texts(
            "select jsonb_array_length(payload->'keys') from outbox where lane = 'cache'"
                + " order by 1");
    sql.run("commit");

    assertThat(lengths).containsExactly("500", "1000", "1000");
    nodes.awaitName(9_000_000, "Some");
    nodes.awaitName(9_002_499, "Some");
  }

  /// The row says what the writer would have: nobody else ever evicts here.
  @Test
  void what_a_writer_commits_and_does_not_evict_is_evicted_by_another() {
    var id = nodes.remembered("Ada");
    sql.run("prepare dying as " + IndexUseIT.named("customers.update").text());

    sql.run("begin");
    sql.run(
        "execute dying (%d, 'Committed', null, null, null, '%s')".formatted(id, UUID.randomUUID()));
    var later = sql.texts("select visible_at > now() from outbox where lane = 'cache'");
    sql.run("commit");

    assertThat(later).as("time for the writer").containsExactly("t");
    nodes.awaitName(id, "Committed");
    sql.run("deallocate dying");
  }

  /// A machine that stands still for as long as a row waits says nothing, and is asked again.
  @Test
  void what_a_writer_evicts_itself_is_not_evicted_again() {
    var id = nodes.remembered("Ada");

    Awaitility.await()
        .until(() -> {
          var before = nodes.evictions();
          var start = System.nanoTime();
          changeAndOrder(id);
          var evicted = nodes.evictions() - before;
          if (System.nanoTime() - start < WRITERS_NANOS) {
            assertThat(evicted).as("changed, begun, settled").isEqualTo(3);
          }
          return evicted == 3;
        });

    nodes.awaitName(id, "Eve");
    assertThat(sql.number("select count(*) from outbox_sent where lane = 'cache'")).isZero();
  }

  @Test
  void two_relays_carry_out_each_row_once() {
    var ids = IntStream.range(0, 300).mapToObj(n -> nodes.register("Many " + n)).toList();
    nodes.awaitEmptyLane();
    nodes.remember(ids.getFirst(), 200);
    nodes.remember(ids.getLast(), 200);
    var before = nodes.evictions();

    ids.forEach(id -> sql.run("update customers set name = 'Once' where id = " + id));
    nodes.awaitEmptyLane();

    assertThat(nodes.evictions() - before).isEqualTo(ids.size());
    nodes.awaitName(ids.getFirst(), "Once");
    nodes.awaitName(ids.getLast(), "Once");
  }

  @Test
  void what_cannot_be_carried_out_dies_alone() {
    var id = nodes.remembered("Ada");
    var bad = List.of("[1]", "{}", "{\"keys\": [7]}", "{\"keys\": [\"x\"]}", "{\"keys\": 1}");
    sql.run("begin");
    bad.forEach(payload -> append("customers", payload));
    append("no region: at all", "{\"everything\": true}");
    sql.run("update customers set name = 'Grace' where id = " + id);
    sql.run("commit");

    nodes.awaitName(id, "Grace");
    Awaitility.await().until(() -> dead() == bad.size() + 1);
    sql.run("delete from outbox where lane = 'cache'");
  }

  @Test
  void who_may_change_customers_needs_no_right_on_the_outbox() {
    var id = nodes.remembered("Ada");
    sql.run("create role clerk");
    sql.run("grant select, update on customers to clerk");
    try {
      sql.run("set role clerk");
      sql.run("update customers set name = 'Clerk' where id = " + id);
    } finally {
      sql.run("reset role");
      sql.run("drop owned by clerk");
      sql.run("drop role clerk");
    }

    nodes.awaitName(id, "Clerk");
  }

  private static void changeAndOrder(long id) {
    var order = "{\"total\": \"1.00\", \"currency\": \"EUR\"}";
    var path = customer(id);
    assertThat(nodes.first().send("PATCH", path, "{\"name\": \"Eve\"}").status()).isEqualTo(200);
    assertThat(nodes.first().send("POST", path + "/orders", order).status()).isEqualTo(201);
    nodes.awaitEmptyLane();
  }

  private static long dead() {
    return sql.number("select count(*) from outbox where lane = 'cache' and state = 2");
  }

  private static void append(String region, String payload) {
    sql.run(
        "select outbox_append(gen_random_uuid(), 'cache', '%s', '%s', interval '1 hour')"
            .formatted(region, payload));
  }

  private static List<String> payloads() {
    return sql.texts("select payload::text from outbox where lane = 'cache'");
  }

  private static void insert(long from, long to) {
    sql.run(
        "insert into customers (id, name, email, type) overriding system value"
            + " select n, 'By hand', n || '@example.org', 'partner' from generate_series("
            + from
            + ", "
            + to
            + ") n");
  }
}
