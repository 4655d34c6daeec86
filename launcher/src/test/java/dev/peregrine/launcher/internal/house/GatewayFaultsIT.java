package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.customer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.payments.SandboxMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;

/// Many orders beside a gateway that is ill in every way at once.
class GatewayFaultsIT {

  /// `-Dpayments.charges=10000` takes ten thousand.
  private static final int CHARGES = Integer.getInteger("payments.charges", 300);

  private static final int CLIENTS = 32;

  /// As many as there are connections to the gateway; more would not wait long for one.
  private static final int HANGING = 16;

  private static final long SEED = 20_261_127;
  private static final String ORDER = "{\"total\":\"7.50\",\"currency\":\"EUR\"}";

  /// One question in three goes wrong.
  private static final List<SandboxMode> WEATHER =
      List.of(
          SandboxMode.SLOW,
          SandboxMode.HUNG,
          SandboxMode.RESET,
          SandboxMode.ERROR,
          SandboxMode.REDIRECT,
          SandboxMode.GARBAGE,
          SandboxMode.HUGE,
          SandboxMode.LOST);

  @TempDir private Path home;

  @Tag("chance")
  @Test
  void no_order_is_charged_twice_and_none_is_lost(TestReporter report) {
    var ills = new AtomicInteger();
    try (var paid = new PaidHouse(home, GatewayFaultsIT::hasty);
        var clients = Executors.newFixedThreadPool(CLIENTS)) {
      var paths =
          IntStream.range(0, CLIENTS).mapToObj(n -> customer(paid.register().id())).toList();
      var asked = paid.sandbox().figures().asked();
      paid.sandbox().behave(weather(ills));

      var orders =
          IntStream.range(0, CHARGES)
              .mapToObj(n -> clients.submit(() -> placed(paid, paths.get(n % CLIENTS))))
              .toList();
      var ids = orders.stream().map(GatewayFaultsIT::got).toList();
      paid.sandbox().behave(SandboxMode.HEALTHY);

      assertThat(ids).doesNotHaveDuplicates().hasSize(CHARGES);
      assertThat(paid.sql.number("select count(*) from orders")).isEqualTo(CHARGES);
      assertThat(paid.sql.number("select count(*) from orders where status = 'paid'"))
          .isEqualTo(CHARGES);
      paid.assertChargedOnce();
      assertThat(ills).as("the gateway was ill").hasValueGreaterThan(CHARGES / 10);
      report.publishEntry(
          "gateway",
          "%d orders paid; asked %d times, ill %d times, asked again under a known key %d, holds %d"
              .formatted(
                  CHARGES,
                  paid.sandbox().figures().asked() - asked,
                  ills.get(),
                  paid.sandbox().figures().repeats(),
                  paid.sandbox().figures().charges()));
    }
  }

  /// The breaker opens and closes all the time, so all ways of refusal are met.
  private static PeregrineConfig hasty(PeregrineConfig config) {
    var timeout = Knobs.with(config.payments(), "timeout", Duration.ofMillis(250));
    var brief = Knobs.with(timeout, "retryAfter", Duration.ofMillis(20));
    var payments = Knobs.with(brief, "failuresToOpen", 20);
    return Knobs.with(config, "payments", payments);
  }

  private static Supplier<SandboxMode> weather(AtomicInteger ills) {
    var random = new Random(SEED);
    return () -> {
      if (random.nextInt(3) > 0) {
        return SandboxMode.HEALTHY;
      }
      ills.incrementAndGet();
      return WEATHER.get(random.nextInt(WEATHER.size()));
    };
  }

  /// Orders as a client does: again with its key, until it is told what became of it.
  private static long placed(PaidHouse paid, String path) {
    var key = UUID.randomUUID().toString();
    return Awaitility.await()
        .atMost(Duration.ofMinutes(9))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> paid.api.send("POST", path + "/orders", ORDER, "Idempotency-Key", key),
            reply -> !Set.of(409, 503, 504).contains(reply.status()))
        .id();
  }

  private static long got(Future<Long> order) {
    try {
      return order.get();
    } catch (Exception thrown) {
      throw new AssertionError("an order was not answered as it should", thrown);
    }
  }

  @Test
  void while_the_gateway_hangs_all_other_routes_answer() {
    try (var paid = new PaidHouse(home, GatewayFaultsIT::patient)) {
      var path = customer(paid.register().id());
      paid.sandbox().behave(SandboxMode.HUNG);
      var orders =
          IntStream.range(0, HANGING)
              .mapToObj(n -> paid.api.sendLater("POST", path + "/orders", ORDER))
              .toList();
      Awaitility.await().until(() -> paid.sql.number("select count(*) from orders") == HANGING);

      var reads =
          IntStream.range(0, 100)
              .mapToObj(
                  n -> paid.api.getLater(n % 2 == 0 ? path : CUSTOMERS + "?pageSize=" + (n + 1)))
              .toList();
      var read = reads.stream().map(later -> later.join().status()).toList();
      var changed = paid.api.send("PATCH", path, "{\"name\":\"Eve\"}").status();

      assertThat(read).containsOnly(200).hasSize(100);
      assertThat(changed).isEqualTo(200);
      assertThat(orders).as("all still wait").allSatisfy(order -> assertThat(order).isNotDone());
      paid.takeAway();
      assertThat(orders).extracting(order -> order.join().status()).containsOnly(503);
    }
  }

  /// Nobody gives up before the gateway does.
  private static PeregrineConfig patient(PeregrineConfig config) {
    var minutes = Duration.ofMinutes(2);
    var longest = Duration.ofSeconds(30);
    var payments = Knobs.with(config.payments(), "timeout", longest);
    var quiet = Knobs.with(config.http(), "idleTimeout", minutes.plusSeconds(1));
    var http = Knobs.with(quiet, "requestTimeout", minutes);
    return Knobs.with(Knobs.with(config, "payments", payments), "http", http);
  }
}
