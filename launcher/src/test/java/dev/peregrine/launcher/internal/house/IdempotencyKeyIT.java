package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.customer;
import static dev.peregrine.launcher.internal.house.Web.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.launcher.internal.house.Web.Reply;
import dev.peregrine.payments.SandboxMode;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that are sent again under the same `Idempotency-Key`.
class IdempotencyKeyIT {

  private static final Duration RECOVERY = Duration.ofMinutes(1);
  private static final String ORDER = "{\"total\": \"7.50\", \"currency\": \"EUR\"}";

  @TempDir private static Path home;
  private static PaidHouse house;
  private static Web api;

  private final String key = UUID.randomUUID().toString();
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
  void who_registers_again_gets_the_same_answer_and_nothing_happens() {
    var person = person("Ada", key + "@example.org").encode();
    var first = register(person, "\"" + key + "\"");
    api.send("PATCH", customer(first.id()), "{\"name\": \"Countess\"}");

    var again = register(person, key);
    var spelled = register(person.replace(",", " , "), key);

    assertThat(first.status()).isEqualTo(201);
    assertThat(first.header("Idempotent-Replayed")).isEmpty();
    for (var reply : Set.of(again, spelled)) {
      assertThat(reply.status()).isEqualTo(201);
      assertThat(reply.body()).isEqualTo(first.body());
      assertThat(reply.header("Location")).isEqualTo(first.header("Location"));
      assertThat(reply.header("ETag")).isEqualTo(first.header("ETag"));
      assertThat(reply.header("Idempotent-Replayed")).isEqualTo("true");
    }
    assertThat(customersAt(key + "@example.org")).isEqualTo(1);
    assertThat(mailsFor(key + "@example.org")).isEqualTo(1);
  }

  @Test
  void eight_registrations_at_once_are_one() {
    var person = person("Ada", key + "@example.org").encode();

    var together =
        IntStream.range(0, 8)
            .mapToObj(n -> api.sendLater("POST", CUSTOMERS, person, "Idempotency-Key", key))
            .toList();
    var replies = together.stream().map(CompletableFuture::join).toList();

    assertThat(replies).extracting(Reply::status).containsOnly(201);
    assertThat(replies).extracting(Reply::body).containsOnly(replies.getFirst().body());
    assertThat(replies)
        .filteredOn(reply -> reply.header("Idempotent-Replayed").isEmpty())
        .hasSize(1);
    assertThat(mailsFor(key + "@example.org")).isEqualTo(1);
  }

  @Test
  void a_key_is_good_for_one_request_of_a_kind() {
    var first = register(person("Ada", key + "@example.org").encode(), key);

    var other = register(person("Bob", key + "-bob@example.org").encode(), key);
    var order = order(key);
    var otherOrder = house.order(path, "8.00", "Idempotency-Key", key);

    assertThat(first.status()).isEqualTo(201);
    assertProblem(other, 422, "/problems/idempotency-key-reused");
    assertThat(customersAt(key + "-bob@example.org")).isZero();
    assertThat(order.status()).as("another kind").isEqualTo(201);
    assertProblem(otherOrder, 422, "/problems/idempotency-key-reused");
    assertThat(orders()).isEqualTo(1);
  }

  @Test
  void a_refusal_that_wrote_nothing_is_not_kept() {
    register(person("Ada", key + "@example.org").encode(), "another-" + key);

    var taken = register(person("Eve", key + "@example.org").encode(), key);
    var free = register(person("Eve", key + "-eve@example.org").encode(), key);

    assertProblem(taken, 409, "/problems/email-taken");
    assertThat(free.status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "\"\"", "LONG"})
  void a_key_that_is_none_is_refused(String text) {
    var bad = text.equals("LONG") ? "k".repeat(256) : text;

    var refused = order(bad);

    assertThat(refused.status()).as(refused.body()).isEqualTo(400);
    assertThat(orders()).isZero();
  }

  @Test
  void eight_orders_at_once_are_one_and_charged_once() {
    var together =
        IntStream.range(0, 8)
            .mapToObj(n -> api.sendLater("POST", path + "/orders", ORDER, "Idempotency-Key", key))
            .toList();
    var replies = together.stream().map(CompletableFuture::join).toList();
    var after = order(key);

    assertThat(replies).extracting(Reply::status).contains(201).isSubsetOf(201, 409);
    assertThat(replies)
        .filteredOn(reply -> reply.status() == 409)
        .allSatisfy(reply -> assertThat(reply.header("Retry-After")).isNotEmpty());
    assertThat(after.status()).isEqualTo(201);
    assertThat(after.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(orders()).isEqualTo(1);
    house.assertChargedOnce();
  }

  @Test
  void a_decline_is_said_again() {
    var declined = house.order(path, "4002.00", "Idempotency-Key", key);

    var again = house.order(path, "4002.00", "Idempotency-Key", key);

    assertProblem(declined, 402, "/problems/payment-declined");
    assertProblem(again, 402, "/problems/payment-declined");
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(orders()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOST", "HUNG", "RESET", "ERROR"})
  void whatever_happened_to_the_first_request_the_second_goes_on_with_its_order(String mode) {
    house.sandbox().behave(SandboxMode.valueOf(mode));
    var first = order(key, "Request-Timeout", "600");

    house.sandbox().behave(SandboxMode.HEALTHY);
    var second = untilAnswered(key);

    assertThat(first.status()).isIn(503, 504);
    assertThat(second.status()).isEqualTo(201);
    assertThat(orders()).isEqualTo(1);
    house.assertChargedOnce();
  }

  @Test
  void a_connection_that_was_cut_costs_nobody_an_order() throws IOException {
    for (var n = 0; n < 5; n++) {
      sendAndLeave(key);
    }

    var answered = untilAnswered(key);

    assertThat(answered.status()).isEqualTo(201);
    assertThat(orders()).isEqualTo(1);
    house.assertChargedOnce();
  }

  @Test
  void while_postgres_drops_connections_every_request_has_its_effect_once() {
    var drops = new AtomicBoolean(true);
    var dropping =
        CompletableFuture.runAsync(() -> {
          while (drops.get()) {
            house.sql.run(
                "select pg_terminate_backend(pid), pg_sleep(0.1) from pg_stat_activity"
                    + " where datname = current_database() and pid <> pg_backend_pid()");
          }
        });

    var answered =
        IntStream.range(0, 15)
            .mapToObj(n -> List.of(untilAnswered(key + n).status(), untilJoined(key + n).status()))
            .toList();
    drops.set(false);
    dropping.join();

    assertThat(answered).containsOnly(List.of(201, 201));
    assertThat(orders()).isEqualTo(15);
    assertThat(house.sql.number("select count(*) from customers where email like '" + key + "%'"))
        .isEqualTo(15);
    house.assertChargedOnce();
  }

  @Test
  void old_keys_are_forgotten() {
    order(key);
    house.sql.run("update idempotency_keys set created_at = now() - interval '25 hours'");
    Awaitility.await()
        .atMost(RECOVERY)
        .until(() -> house.sql.number("select count(*) from idempotency_keys") == 0);
  }

  private static Reply register(String person, String withKey) {
    return api.send("POST", CUSTOMERS, person, "Idempotency-Key", withKey);
  }

  private Reply order(String withKey, String... headers) {
    var all = new String[headers.length + 2];
    System.arraycopy(headers, 0, all, 2, headers.length);
    all[0] = "Idempotency-Key";
    all[1] = withKey;
    return api.send("POST", path + "/orders", ORDER, all);
  }

  /// Asks as a client does: again while it is told to come back.
  private Reply untilAnswered(String withKey) {
    return Awaitility.await()
        .atMost(RECOVERY)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> order(withKey, "Request-Timeout", "1000"),
            reply -> !Set.of(409, 500, 503, 504).contains(reply.status()));
  }

  private static Reply untilJoined(String withKey) {
    var person = person("Ada", withKey + "@example.org").encode();
    return Awaitility.await()
        .atMost(RECOVERY)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> register(person, withKey), reply -> reply.status() < 500);
  }

  /// Hangs up as soon as the request is out.
  private void sendAndLeave(String withKey) throws IOException {
    var server = api.server();
    try (var socket = new Socket(server.getHost(), server.getPort())) {
      var request =
          "POST %s/orders HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nIdempotency-Key: %s\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(path, withKey, ORDER.length(), ORDER);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }
  }

  private long orders() {
    var id = path.substring(path.lastIndexOf('/') + 1);
    return house.sql.number("select count(*) from orders where customer_id = " + id);
  }

  private static long customersAt(String email) {
    return house.sql.number("select count(*) from customers where email = '" + email + "'");
  }

  /// Returns how many mails somebody got, once all are sent.
  private static long mailsFor(String email) {
    Awaitility.await()
        .atMost(RECOVERY)
        .until(() -> house.sql.number("select count(*) from outbox") == 0);
    return house.house.ops().get("/mail", "Accept", "application/json").items().stream()
        .filter(mail -> mail.toString().contains(email))
        .count();
  }

  private static void assertProblem(Reply reply, int status, String type) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.json().getString("type")).isEqualTo(type);
  }
}
