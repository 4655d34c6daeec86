package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.customer;
import static dev.peregrine.launcher.internal.house.Web.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.customers.Customers;
import dev.peregrine.testkit.Servers;
import dev.peregrine.testkit.Sql;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Writers who had to wait for a customer's row: what they answer, and write, is of the moment at
/// which they got it, not of that at which they came.
class WaitingWritersIT {

  private static final Duration PATIENCE = Duration.ofSeconds(25);

  @TempDir private static Path home;
  private static final URI DATABASE = Servers.postgres().freshDatabase();
  private static RunningHouse house;
  private static Web api;

  /// Holds the row.
  private static Sql first;

  /// Looks on.
  private static Sql eye;

  private long id;

  @BeforeAll
  static void open() {
    house = RunningHouse.start(home, withPatientWriters());
    api = house.api();
    first = Sql.on(DATABASE);
    eye = Sql.on(DATABASE);
  }

  /// Nobody who waits for a row is given up before the row is let go.
  private static PeregrineConfig withPatientWriters() {
    var usual = RunningHouse.on(DATABASE, Servers.redis());
    var writes = Knobs.with(usual.postgres().writes(), "statementTimeout", PATIENCE);
    var http = Knobs.with(usual.http(), "requestTimeout", PATIENCE);
    return Knobs.with(
        Knobs.with(usual, "http", http),
        "postgres",
        Knobs.with(usual.postgres(), "writes", writes));
  }

  @AfterAll
  static void close() {
    first.close();
    eye.close();
    house.close();
  }

  @BeforeEach
  void somebody_is_there() {
    id = api.post(CUSTOMERS, person("Ada", "ada-" + System.nanoTime() + "@example.org")).id();
  }

  @Test
  void a_change_that_waited_for_an_order_shows_it() {
    first.run("begin");
    first.run(raised());
    first.run(order("paid"));

    var later = api.sendLater("PATCH", customer(id), "{\"name\":\"Ada L.\"}");
    awaitOneWhoWaits();
    first.run("commit");
    var changed = later.join();
    var read = api.get(customer(id), "Cache-Control", "no-cache");

    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().getJsonArray("recentOrders")).hasSize(1);
    assertThat(read.header("ETag")).isEqualTo(changed.header("ETag"));
    assertThat(read.json()).isEqualTo(changed.json());
  }

  @Test
  void a_change_that_waited_for_a_settlement_shows_it() {
    eye.run(order("pending"));
    first.run("begin");
    first.run(raised());
    first.run("update orders set status = 'paid' where customer_id = " + id);

    var later = api.sendLater("PATCH", customer(id), "{\"name\":\"Ada L.\"}");
    awaitOneWhoWaits();
    first.run("commit");
    var changed = later.join();

    assertThat(changed.json().getJsonArray("recentOrders").getJsonObject(0).getString("status"))
        .isEqualTo("paid");
    assertThat(api.get(customer(id), "Cache-Control", "no-cache").json()).isEqualTo(changed.json());
  }

  @Test
  void who_comes_second_to_settle_an_order_changes_nothing() throws Exception {
    eye.run(order("pending"));
    var order = eye.number("select id from orders where customer_id = " + id);
    first.run("begin");
    first.run("prepare settle as " + settle());
    try (var second = Sql.on(DATABASE)) {
      second.run("prepare settle as " + settle());
      assertThat(first.texts(settled(order, "paid"))).hasSize(1);

      var later = CompletableFuture.supplyAsync(() -> second.texts(settled(order, "cancelled")));
      awaitOneWhoWaits();
      first.run("commit");

      assertThat(later.get()).isEmpty();
    }
    assertThat(eye.texts("select status from orders where id = " + order)).containsExactly("paid");
    assertThat(eye.number("select version from customers where id = " + id)).isEqualTo(2);
  }

  private String raised() {
    return "update customers set version = version + 1 where id = " + id;
  }

  private String order(String status) {
    return "insert into orders (customer_id, status, total, currency) values (%d, '%s', 1, 'EUR')"
        .formatted(id, status);
  }

  private static String settle() {
    return Customers.stores().stream()
        .flatMap(store -> store.statements().stream())
        .filter(one -> one.name().equals("customers.settle"))
        .findFirst()
        .orElseThrow()
        .text();
  }

  private static String settled(long order, String status) {
    return "execute settle(%d, '%s', false, gen_random_uuid())".formatted(order, status);
  }

  private static void awaitOneWhoWaits() {
    Awaitility.await("somebody waits for the row")
        .until(() ->
            eye.number(
                    "select count(*) from pg_stat_activity"
                        + " where datname = current_database() and wait_event_type = 'Lock'")
                == 1);
  }
}
