package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.customer;
import static dev.peregrine.launcher.internal.house.Web.person;
import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.customers.CheckPolicy;
import dev.peregrine.customers.CustomersConfig;
import dev.peregrine.launcher.internal.house.Web.Reply;
import dev.peregrine.payments.PaymentsConfig;
import dev.peregrine.payments.SandboxGateway;
import dev.peregrine.payments.SandboxMode;
import dev.peregrine.testkit.Servers;
import dev.peregrine.testkit.Sql;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/// A house beside a gateway that a test can make ill, look into, and take away.
final class PaidHouse implements AutoCloseable {

  private static final Duration RECOVERY = Duration.ofMinutes(1);

  final Sql sql;
  final RunningHouse house;
  final Web api;

  private final URI database = Servers.postgres().freshDatabase();
  private final Vertx vertx = Vertx.vertx();
  private SandboxGateway sandbox = await(SandboxGateway.open(vertx, 0));
  private final int port = sandbox.uri().getPort();

  PaidHouse(Path home) {
    this(home, UnaryOperator.identity());
  }

  /// Opens one whose usual configuration is changed.
  PaidHouse(Path home, UnaryOperator<PeregrineConfig> change) {
    house = RunningHouse.start(home, change.apply(config(CheckPolicy.LENIENT)));
    api = house.api();
    sql = house.sql();
  }

  /// Returns the house's configuration, with another policy. The gateway is waited for long enough
  /// for a starved machine, and given up long before a request is.
  PeregrineConfig config(CheckPolicy policy) {
    var usual = RunningHouse.on(database, Servers.redis());
    var quiet = Knobs.with(usual.http(), "idleTimeout", RECOVERY.plusSeconds(1));
    return RunningHouse.with(
        Knobs.with(usual, "http", Knobs.with(quiet, "requestTimeout", RECOVERY)),
        Knobs.with(PaymentsConfig.defaults().at(sandbox.uri()), "timeout", Duration.ofSeconds(3)),
        Knobs.with(CustomersConfig.defaults(), "check", policy));
  }

  SandboxGateway sandbox() {
    return sandbox;
  }

  /// Makes the gateway well, and waits until the house knows.
  void heal() {
    sandbox.behave(SandboxMode.HEALTHY);
    var path = customer(register().id());
    Awaitility.await().atMost(RECOVERY).until(() -> order(path, "0.01").status() == 201);
    Awaitility.await()
        .atMost(RECOVERY)
        .until(() -> breaker("gateway") == 0 && breaker("checks") == 0);
  }

  /// Takes the gateway away, with all that it remembers.
  void takeAway() {
    await(sandbox.close());
  }

  /// Puts a new one at the same place, once who may have taken its port meanwhile lets go of it.
  void putBack() {
    sandbox =
        Awaitility.await()
            .atMost(RECOVERY)
            .ignoreExceptions()
            .until(() -> await(SandboxGateway.open(vertx, port)), Objects::nonNull);
  }

  Reply register() {
    return api.post(CUSTOMERS, person("Ada", "ada-" + UUID.randomUUID() + "@example.org"));
  }

  Reply order(String customer, String total, String... headers) {
    var body = "{\"total\": \"" + total + "\", \"currency\": \"EUR\"}";
    return api.send("POST", customer + "/orders", body, headers);
  }

  /// Returns 0 while the breaker of a service is closed, 2 while it is open.
  double breaker(String service) {
    return figure("peregrine_payments_breaker{service=\"" + service + "\"}");
  }

  /// Returns a figure by its name and labels; 0 when there is none.
  double figure(String name) {
    return house
        .ops()
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .sum();
  }

  /// Checks that the gateway holds money for the orders that are paid, and for no other, once all
  /// are settled; none waits for its turn.
  void assertChargedOnce() {
    Awaitility.await()
        .atMost(RECOVERY)
        .until(() -> {
          sql.run("update orders set settle_at = now() where settle_at > now()");
          return sql.number("select count(*) from orders where settle_at is not null") == 0;
        });
    var keys = sql.texts("select payment_key::text from orders where status = 'paid'");
    assertThat(keys).allSatisfy(key -> assertThat(sandbox.chargesOf(key)).isEqualTo(1));
    assertThat(sandbox.figures().charges()).isEqualTo(keys.size());
  }

  @Override
  public void close() {
    house.close();
    await(vertx.close());
  }
}
