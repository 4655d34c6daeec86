package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.customer;
import static dev.peregrine.launcher.internal.house.Web.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.customers.CheckPolicy;
import dev.peregrine.launcher.internal.house.Web.Reply;
import dev.peregrine.payments.SandboxMode;
import io.vertx.core.json.JsonObject;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// Orders and the gateway on good days and bad ones.
class PaymentsIT {

  private static final Duration RECOVERY = Duration.ofMinutes(1);

  /// Long before the end of a request, long after the gateway is given up.
  private static final Duration SOON = Duration.ofSeconds(25);

  @TempDir private static Path home;
  @TempDir private static Path otherHome;
  private static PaidHouse house;
  private static Web api;

  private String path;

  @BeforeAll
  static void open() {
    house = new PaidHouse(home);
    api = house.api;
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @BeforeEach
  void all_is_well() {
    house.heal();
    path = customer(house.register().id());
  }

  @Test
  void an_order_that_is_declined_is_kept_and_said_so() {
    var declined = house.order(path, "4002.00");

    assertProblem(declined, 402, "/problems/payment-declined");
    assertThat(statuses()).containsExactly("declined");
    house.assertChargedOnce();
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"HEALTHY", "SLOW"})
  void a_gateway_that_is_ill_is_told_in_time_and_found_again(SandboxMode mode) {
    house.sandbox().behave(mode);
    var start = System.nanoTime();

    var refused = house.order(path, "5.00");
    var took = Duration.ofNanos(System.nanoTime() - start);
    var others = api.get(path);
    house.heal();

    assertProblem(refused, 503, "/problems/unavailable");
    assertThat(refused.header("Retry-After")).isNotEmpty();
    assertThat(took).isLessThan(SOON);
    assertThat(others.status()).isEqualTo(200);
    assertThat(statuses()).as("nobody can come back to it").containsExactly("cancelled");
    house.assertChargedOnce();
  }

  @Test
  void a_gateway_that_hangs_is_left_alone_and_costs_other_routes_nothing() {
    house.sandbox().behave(SandboxMode.HUNG);

    var together =
        IntStream.range(0, 8)
            .mapToObj(n ->
                api.sendLater("POST", path + "/orders", "{\"total\":\"1\",\"currency\":\"EUR\"}"))
            .toList();
    var others = IntStream.range(0, 20).mapToObj(n -> api.get(path).status()).toList();
    var refused = together.stream().map(later -> later.join().status()).toList();
    var breaker = house.breaker("gateway");
    var asked = house.sandbox().figures().asked();
    var start = System.nanoTime();
    var next = house.order(path, "5.00").status();
    var took = Duration.ofNanos(System.nanoTime() - start);

    assertThat(others).containsOnly(200);
    assertThat(refused).containsOnly(503);
    assertThat(breaker).as("open, or trying").isGreaterThanOrEqualTo(1);
    assertThat(next).isEqualTo(503);
    assertThat(took).isLessThan(SOON);
    assertThat(house.sandbox().figures().asked() - asked).as("probes only").isLessThan(5);
    house.heal();
    house.assertChargedOnce();
  }

  @Test
  void a_gateway_that_goes_and_comes_is_found_again() {
    house.takeAway();

    var refused = house.order(path, "5.00");
    var read = api.get(path);
    house.putBack();

    assertProblem(refused, 503, "/problems/unavailable");
    assertThat(read.status()).isEqualTo(200);
    Awaitility.await().atMost(RECOVERY).until(() -> house.order(path, "5.00").status() == 201);
    house.takeAway();
    house.sql.run("delete from orders");
    house.putBack();
  }

  @Test
  void an_order_whose_process_died_is_settled_and_everybody_sees_it() {
    api.get(path);
    var id = abandoned("6.00", "0 seconds");

    Awaitility.await()
        .atMost(RECOVERY)
        .until(() -> api.get(path).body().contains("\"status\":\"paid\""));

    assertThat(status(id)).isEqualTo("paid");
    assertThat(api.get(path).json().getLong("version")).isEqualTo(2);
    house.assertChargedOnce();
  }

  @Test
  void an_order_that_is_too_old_is_called_off_and_released() {
    var id = abandoned("6.00", "1 hour");

    Awaitility.await().atMost(RECOVERY).until(() -> status(id).equals("cancelled"));

    house.assertChargedOnce();
    var key = house.sql.texts("select payment_key::text from orders where id = " + id).getFirst();
    assertThat(house.sandbox().chargesOf(key)).isZero();
  }

  @Test
  void while_the_gateway_is_away_an_order_waits_and_is_settled_after() {
    house.sandbox().behave(SandboxMode.ERROR);
    var id = abandoned("6.00", "0 seconds");
    Awaitility.await()
        .atMost(RECOVERY)
        .until(() ->
            house.sql.number(
                    "select count(*) from orders where id = "
                        + id
                        + " and settle_at > now() + interval '5 seconds'")
                == 1);

    house.sandbox().behave(SandboxMode.HEALTHY);
    house.sql.run("update orders set settle_at = now() where id = " + id);
    Awaitility.await()
        .atMost(RECOVERY)
        .until(() -> {
          house.sql.run("update orders set settle_at = now() where status = 'pending'");
          return status(id).equals("paid");
        });

    house.assertChargedOnce();
  }

  @Test
  void who_is_refused_by_the_check_does_not_join() {
    var address = UUID.randomUUID() + "@refused.example";

    var refused = api.post(CUSTOMERS, person("Eve", address));

    assertProblem(refused, 422, "/problems/registration-refused");
    assertThat(house.sql.number("select count(*) from customers where email = '" + address + "'"))
        .isZero();
  }

  @Test
  void while_the_check_is_away_everybody_may_join_and_it_is_counted() {
    var figure =
        "peregrine_payments_call_duration_seconds_count{outcome=\"failed\",service=\"checks\"}";
    var before = house.figure(figure);
    house.sandbox().behave(SandboxMode.ERROR);

    var joined = house.register();

    assertThat(joined.status()).isEqualTo(201);
    assertThat(house.figure(figure)).isEqualTo(before + 1);
  }

  @Test
  void while_a_required_check_is_away_nobody_joins() {
    try (var strict = RunningHouse.start(otherHome, house.config(CheckPolicy.REQUIRED))) {
      var passed = strict.api().post(CUSTOMERS, person("Ada", UUID.randomUUID() + "@example.org"));
      house.sandbox().behave(SandboxMode.ERROR);
      var refused = strict.api().post(CUSTOMERS, person("Ada", UUID.randomUUID() + "@example.org"));

      assertThat(passed.status()).isEqualTo(201);
      assertProblem(refused, 503, "/problems/unavailable");
    }
  }

  private long abandoned(String total, String age) {
    var id = path.substring(path.lastIndexOf('/') + 1);
    return house.sql.number(
        "insert into orders (customer_id, status, total, currency, placed_at, payment_key,"
            + " settle_at) values ("
            + id
            + ", 'pending', "
            + total
            + ", 'EUR', now() - interval '"
            + age
            + "', gen_random_uuid(), now()) returning id");
  }

  private static String status(long order) {
    return house.sql.texts("select status from orders where id = " + order).getFirst();
  }

  private List<String> statuses() {
    return api.get(path + "/orders").items().stream()
        .map(item -> ((JsonObject) item).getString("status"))
        .toList();
  }

  private static void assertProblem(Reply reply, int status, String type) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.header("Content-Type")).startsWith("application/problem+json");
    assertThat(reply.json().getString("type")).isEqualTo(type);
  }
}
