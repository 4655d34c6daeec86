package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.customer;
import static dev.peregrine.launcher.internal.house.Web.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.embedded.CaughtMail;
import dev.peregrine.embedded.EmbeddedPostgres;
import dev.peregrine.embedded.EmbeddedRedis;
import dev.peregrine.embedded.Mailbox;
import dev.peregrine.launcher.internal.house.Web.Reply;
import dev.peregrine.notifications.NotificationsConfig;
import dev.peregrine.testkit.OwnServers;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Servers that go away under a running house, and come back.
class OutagesIT {

  /// Longer than what is told at once may take on a starved machine, shorter than a request's time.
  private static final Duration AT_ONCE = Duration.ofSeconds(20);

  private static final Duration RECOVERY = Duration.ofMinutes(1);
  private static final Duration MAIL_LIMIT = Duration.ofSeconds(60);
  private static final int READERS = 4;

  @TempDir private static Path home;
  private static EmbeddedPostgres postgres;
  private static EmbeddedRedis redis;
  private static Mailbox mailbox;
  private static RunningHouse house;
  private static Web api;

  @BeforeAll
  static void open() {
    postgres = OwnServers.postgres(home.resolve("postgres"));
    redis = OwnServers.redis(home.resolve("redis"));
    mailbox = Mailbox.start(0, Mailbox.KEEP);
    var mail = NotificationsConfig.defaults().at("127.0.0.1", mailbox.port());
    var usual = RunningHouse.believing(RunningHouse.on(postgres.uri(), redis.uri()));
    var http = Knobs.with(usual.http(), "requestTimeout", Duration.ofSeconds(25));
    // Short, as in production: what a Redis that hangs costs each read is the subject here.
    var far = Knobs.with(usual.redis(), "timeout", Duration.ofMillis(100));
    // Long: what a Postgres that is only slow costs is no subject here, and it is asked for all
    // that Redis does not answer.
    var reads = Knobs.with(usual.postgres().reads(), "statementTimeout", Duration.ofSeconds(10));
    var database = Knobs.with(usual.postgres(), "reads", reads);
    var config = Knobs.with(Knobs.with(usual, "http", http), "redis", far);
    house =
        RunningHouse.start(home, RunningHouse.with(Knobs.with(config, "postgres", database), mail));
    api = house.api();
  }

  @AfterAll
  static void close() {
    house.close();
    mailbox.close();
    redis.close();
    postgres.close();
  }

  @BeforeEach
  void all_is_well() {
    Awaitility.await()
        .atMost(RECOVERY)
        .untilAsserted(() -> {
          assertThat(ready("postgres")).isEqualTo("up");
          assertThat(ready("redis")).isEqualTo("up");
        });
  }

  @Test
  void what_is_cached_outlives_postgres_and_the_rest_is_refused_politely() {
    var known = register();
    var unknown = register();
    var path = customer(known.id());
    api.get(path);

    postgres.stop();
    var cached = IntStream.range(0, 20).mapToObj(n -> api.get(path).status()).toList();
    var refused = needPostgres(path, customer(unknown.id()));
    Awaitility.await().atMost(AT_ONCE).until(() -> ready("postgres").equals("down"));
    var notReady = house.ops().get("/health/ready");
    var live = house.ops().get("/health/live");
    postgres.restart();

    assertThat(cached).containsOnly(200);
    assertThat(refused).allSatisfy(OutagesIT::assertAway);
    assertThat(notReady.status()).isEqualTo(503);
    assertThat(live.status()).isEqualTo(200);
    Awaitility.await()
        .atMost(RECOVERY)
        .until(() -> api.get(customer(unknown.id())).status() == 200 && register().status() == 201);
    Awaitility.await()
        .atMost(RECOVERY)
        .until(() -> house.ops().get("/health/ready").status() == 200);
    assertThat(api.get(path).json().getString("name")).isEqualTo("Ada");
  }

  @Test
  void a_postgres_that_was_killed_is_found_again_with_all_that_was_answered() {
    var known = register();

    postgres.kill();
    var refused = atOnce(() -> api.post(CUSTOMERS, person("Ada", email())));
    postgres.restart();

    assertAway(refused);
    Awaitility.await().atMost(RECOVERY).until(() -> register().status() == 201);
    assertThat(api.get(customer(known.id()), "Cache-Control", "no-cache").status()).isEqualTo(200);
  }

  @Test
  void a_postgres_that_hangs_costs_a_request_its_deadline_and_hits_nothing() {
    var known = register();
    var unknown = register();
    api.get(customer(known.id()));

    postgres.pause();
    var cached = api.get(customer(known.id()));
    var late = atOnce(() -> api.get(customer(unknown.id()), "Request-Timeout", "500"));
    var written =
        atOnce(() ->
            api.send("POST", CUSTOMERS, person("Ada", email()).encode(), "Request-Timeout", "500"));
    postgres.resume();

    assertThat(cached.status()).isEqualTo(200);
    assertThat(late.status()).isEqualTo(504);
    assertThat(late.header("Content-Type")).startsWith("application/problem+json");
    assertThat(written.status()).isEqualTo(504);
    Awaitility.await()
        .atMost(RECOVERY)
        .until(() -> api.get(customer(unknown.id())).status() == 200 && register().status() == 201);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void no_read_fails_while_redis_is_away_and_comes_back(boolean hangs) {
    var paths = IntStream.range(0, 50).mapToObj(n -> customer(register().id())).toList();
    var stop = new AtomicBoolean();
    var reads = new AtomicInteger();
    var readers =
        IntStream.range(0, READERS)
            .mapToObj(n -> CompletableFuture.supplyAsync(() -> readOn(paths, stop, reads)))
            .toList();
    awaitReads(reads, 500);

    if (hangs) {
      redis.pause();
    } else {
      redis.kill();
    }
    Awaitility.await().atMost(AT_ONCE).until(() -> ready("redis").equals("degraded"));
    awaitReads(reads, 1_000);
    var changed = api.send("PATCH", paths.getFirst(), "{\"name\":\"Changed\"}");
    var seen = api.get(paths.getFirst()).json().getString("name");
    var readyStatus = house.ops().get("/health/ready").status();
    if (hangs) {
      redis.resume();
    } else {
      redis.restart();
    }
    Awaitility.await().atMost(RECOVERY).until(() -> ready("redis").equals("up"));
    awaitReads(reads, 1_000);
    stop.set(true);

    assertThat(readers).allSatisfy(reader -> assertThat(reader.join()).isEmpty());
    assertThat(readyStatus).as("it can serve").isEqualTo(200);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(seen).isEqualTo("Changed");
    assertThat(api.get(paths.getFirst()).json().getString("name")).isEqualTo("Changed");
    Awaitility.await()
        .atMost(RECOVERY)
        .until(() -> api.get(paths.getLast()).header("Cache-Status").equals("peregrine-l1; hit"));
  }

  @Test
  void mails_wait_for_their_server() {
    var emails = new ArrayList<String>();

    mailbox.stop();
    for (var n = 0; n < 5; n++) {
      var email = email();
      assertThat(atOnce(() -> api.post(CUSTOMERS, person("Ada", email))).status()).isEqualTo(201);
      emails.add(email);
    }
    mailbox.restart();

    var start = System.nanoTime();
    Awaitility.await().atMost(MAIL_LIMIT).until(() -> mailedTo().containsAll(emails));
    System.out.println(
        "mails after the server returned: " + (System.nanoTime() - start) / 1_000_000 + " ms");
    assertThat(mailedTo().stream().filter(emails::contains))
        .as("once each")
        .containsExactlyInAnyOrderElementsOf(emails);
  }

  /// Asks for all that the cache cannot answer.
  private static List<Reply> needPostgres(String known, String unknown) {
    var order = new JsonObject().put("total", "1.00").put("currency", "EUR");
    return List.<Supplier<Reply>>of(
            () -> api.get(unknown),
            () -> api.get(CUSTOMERS),
            () -> api.get(CUSTOMERS + "?limit=5"),
            () -> api.post(CUSTOMERS, person("Ada", email())),
            () -> api.send("PATCH", known, "{\"name\":\"Lost\"}"),
            () -> api.delete(known),
            () -> api.post(known + "/orders", order))
        .stream()
        .map(OutagesIT::atOnce)
        .toList();
  }

  /// Reads until told to stop; returns what went wrong.
  private static List<String> readOn(List<String> paths, AtomicBoolean stop, AtomicInteger reads) {
    var wrong = new ArrayList<String>();
    for (var n = 0; !stop.get(); n++) {
      var reply = api.get(paths.get(n % paths.size()));
      if (reply.status() != 200) {
        wrong.add(reply.status() + " " + reply.body());
      }
      reads.incrementAndGet();
    }
    return wrong;
  }

  private static void awaitReads(AtomicInteger reads, int more) {
    var enough = reads.get() + more;
    Awaitility.await().atMost(RECOVERY).until(() -> reads.get() >= enough);
  }

  private static Reply atOnce(Supplier<Reply> request) {
    var start = System.nanoTime();
    var reply = request.get();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
    return reply;
  }

  private static void assertAway(Reply refused) {
    assertThat(refused.status()).as(refused.body()).isEqualTo(503);
    assertThat(refused.header("Retry-After")).matches("[1-9]\\d*");
    assertThat(refused.header("Content-Type")).startsWith("application/problem+json");
  }

  private static String ready(String dependency) {
    return house.ops().get("/health/ready").json().getJsonArray("checks").stream()
        .map(JsonObject.class::cast)
        .filter(check -> check.getString("name").equals(dependency))
        .map(check -> check.getString("status"))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> mailedTo() {
    return mailbox.newest(Mailbox.KEEP).stream().map(CaughtMail::to).flatMap(List::stream).toList();
  }

  private static Reply register() {
    return api.post(CUSTOMERS, person("Ada", email()));
  }

  private static String email() {
    return "ada-" + UUID.randomUUID() + "@example.org";
  }
}
