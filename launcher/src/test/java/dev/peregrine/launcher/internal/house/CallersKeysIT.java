package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.customer;
import static dev.peregrine.launcher.internal.house.Web.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.launcher.internal.house.Web.Reply;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Callers that happen to take the same `Idempotency-Key`, where each has a token.
class CallersKeysIT {

  private static final Signer SIGNER = new Signer();
  private static final String KEY = "1";
  private static final String ORDER = "{\"total\": \"7.50\", \"currency\": \"EUR\"}";

  @TempDir private static Path home;
  private static OpenHouse house;

  @BeforeAll
  static void open() {
    var usual = RunningHouse.onFreshDatabase();
    house = OpenHouse.on(home, RunningHouse.with(usual, SIGNER.config(home)));
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static Reply send(String caller, String path, String body) {
    var claims = Signer.claims("customers:read customers:write").put("sub", caller);
    var token = "Bearer " + SIGNER.token(claims);
    return house.api().send("POST", path, body, "Authorization", token, "Idempotency-Key", KEY);
  }

  @Test
  void the_key_of_one_is_not_the_key_of_another() {
    var adas = person("Ada", "ada@example.org").encode();
    var eves = person("Eve", "eve@example.org").encode();

    var first = send("ada", CUSTOMERS, adas);
    var copied = send("eve", CUSTOMERS, adas);
    var other = send("eve", CUSTOMERS, eves);
    var again = send("ada", CUSTOMERS, adas);

    assertThat(first.status()).as(first.body()).isEqualTo(201);
    assertThat(copied.status()).as("who guesses a request does not get its answer").isEqualTo(409);
    assertThat(other.status()).as(other.body()).isEqualTo(201);
    assertThat(other.header("Idempotent-Replayed")).isEmpty();
    assertThat(again.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(again.id()).isEqualTo(first.id());

    var path = customer(first.id()) + "/orders";
    var order = send("ada", path, ORDER);
    var others = send("eve", path, ORDER);
    var replayed = send("ada", path, ORDER);

    assertThat(order.status()).as(order.body()).isEqualTo(201);
    assertThat(others.status()).as(others.body()).isEqualTo(201);
    assertThat(others.id()).isNotEqualTo(order.id());
    assertThat(replayed.id()).isEqualTo(order.id());
  }
}
