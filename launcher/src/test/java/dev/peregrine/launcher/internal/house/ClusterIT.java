package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.customer;
import static dev.peregrine.launcher.internal.house.Web.person;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.customers.CustomerRegistered;
import dev.peregrine.customers.CustomersPort;
import dev.peregrine.customers.FindCustomer;
import dev.peregrine.customers.FindOutcome;
import dev.peregrine.customers.SeedCustomers;
import dev.peregrine.testkit.Awaiting;
import dev.peregrine.testkit.Servers;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/// Two nodes in processes of their own, and this one, which has joined them and answers nothing.
///
/// In order: the last tests take the nodes away.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ClusterIT {

  private static final Duration BOUND = Duration.ofSeconds(1);

  @TempDir private static Path home;
  private static RunningCluster cluster;
  private static RunningCluster.Node first;
  private static RunningCluster.Node second;
  private static ClusterGuest guest;

  @BeforeAll
  static void open() throws Exception {
    cluster =
        RunningCluster.start(
            home,
            Map.of(
                "PEREGRINE_POSTGRES_PRIMARY", Servers.postgres().freshDatabase().toString(),
                "PEREGRINE_REDIS_URI", Servers.redis().toString()),
            "--set=cache.namespace=" + UUID.randomUUID(),
            // As patient as the houses of other tests.
            "--set=redis.timeout=1s",
            "--set=postgres.reads.statementTimeout=5s",
            "--set=postgres.writes.statementTimeout=5s",
            "--set=cluster.name=two");
    first = cluster.nodes().getFirst();
    second = cluster.nodes().getLast();
    guest = ClusterGuest.of("two", cluster.members());
  }

  @AfterAll
  static void close() {
    if (guest != null) {
      guest.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  @Order(1)
  void every_node_tells_operators_who_is_there() {
    // Whoever did not let the guest in hears of it a moment later.
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(List.of(first, second))
                .allSatisfy(node ->
                    assertThat(node.ops().get("/health/ready").body())
                        .contains(
                            "{\"name\":\"cluster\",\"status\":\"up\",\"detail\":\"3 members\"}")));
  }

  @Test
  @Order(2)
  void a_change_on_one_node_is_not_served_stale_by_the_other() {
    var id = register(first, "Stale");
    for (var change = 1; change <= 10; change++) {
      var name = "Name " + change;
      assertThat(second.api().get(customer(id)).status()).isEqualTo(200);

      var changed =
          first.api().send("PATCH", customer(id), new JsonObject().put("name", name).encode());
      var answered = System.nanoTime();

      assertThat(changed.status()).isEqualTo(200);
      var lastStale = answered;
      for (var sent = System.nanoTime(); !nameAt(second, id).equals(name); ) {
        lastStale = sent;
        sent = System.nanoTime();
      }
      assertThat(Duration.ofNanos(lastStale - answered)).isLessThan(BOUND);
      assertThat(nameAt(first, id)).isEqualTo(name);
    }
  }

  @Test
  @Order(3)
  void everybody_gets_one_mail_whichever_node_they_join_at() {
    var emails = new ArrayList<String>();
    for (var n = 0; n < 20; n++) {
      emails.add("mail-" + n + "-" + UUID.randomUUID() + "@example.org");
      var node = n % 2 == 0 ? first : second;
      assertThat(node.api().post(CUSTOMERS, person("M", emails.getLast())).status()).isEqualTo(201);
    }

    Awaitility.await().until(() -> emails.stream().noneMatch(email -> mailsTo(email) == 0));
    assertThat(emails).allSatisfy(email -> assertThat(mailsTo(email)).isEqualTo(1));
  }

  @Test
  @Order(4)
  void a_question_reaches_a_node_that_answers_and_a_fact_reaches_who_listens() {
    var heard = new CopyOnWriteArrayList<CustomerRegistered>();
    Awaiting.await(guest.bus().listen(CustomersPort.REGISTERED, heard::add));
    // A node learns of who listens on another one a moment later.
    Awaitility.await().until(() -> register(second, "Before") > 0 && !heard.isEmpty());

    var id = register(second, "Far Away");
    var outcome = guest.find(id, Duration.ofSeconds(20));

    assertThat(outcome)
        .isInstanceOfSatisfying(
            FindOutcome.Found.class,
            found -> assertThat(found.customer().name()).isEqualTo("Far Away"));
    guest.assertNobodyIsFound();
    Awaitility.await().until(() -> heard.contains(new CustomerRegistered(id)));
    assertThat(heard).doesNotHaveDuplicates();
  }

  @Test
  @Order(5)
  void what_stays_on_its_node_is_asked_in_vain_and_at_once() {
    var failure = guest.failure(CustomersPort.SEED, new SeedCustomers(1, 1));

    assertThat(failure.kind())
        .as("who waits in vain is told DEADLINE")
        .isEqualTo(FailureKind.UNAVAILABLE);
    assertThat(failure).hasMessageContaining("customers.seed");
  }

  @Test
  @Order(6)
  void garbage_is_refused_and_harms_nobody() throws IOException {
    var garbage =
        List.<Object>of("text", 7, new JsonArray(), new JsonObject().put("id", "x"), new byte[9]);

    for (var body : garbage) {
      var reply = Awaiting.await(guest.vertx().eventBus().<Object>request("customers.find", body));
      assertThat(reply.headers().get(Bus.FAILURE)).isEqualTo("invalid");
    }
    assertThatThrownBy(() -> guest.vertx().eventBus().request("customers.find", BigDecimal.ONE))
        .as("no class is named by a message")
        .hasMessageContaining("No message codec");
    for (var bytes : List.of(new byte[64], "GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8), ones())) {
      try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), guest.busPort())) {
        socket.getOutputStream().write(bytes);
      }
    }

    guest.assertNobodyIsFound();
  }

  @Test
  @Order(7)
  void a_program_without_any_of_this_asks_and_listens() throws Exception {
    var id = register(first, "Example");
    var source = Path.of("../docs/examples/bus-consumer/BusConsumer.java");
    var program = cluster.runAlone(source, cluster.members().getFirst(), "two", Long.toString(id));
    var said = new CopyOnWriteArrayList<String>();
    Thread.ofVirtual().start(() -> RunningCluster.listen(program, said));
    try {
      Awaitility.await().until(() -> said.stream().anyMatch(line -> line.startsWith("{")));
      var facts = new ArrayList<String>();
      Awaitility.await()
          .until(() -> {
            facts.add("registered {\"customerId\":" + register(second, "Another") + "}");
            return said.stream().anyMatch(facts::contains);
          });

      assertThat(said)
          .filteredOn(line -> line.startsWith("{"))
          .singleElement()
          .asString()
          .startsWith(
              "{\"outcome\":\"found\",\"customer\":{\"id\":" + id + ",\"name\":\"Example\"");
    } finally {
      program.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  @Test
  @Order(8)
  void a_node_that_hangs_costs_who_asks_it_the_deadline_and_no_more() throws Exception {
    var patience = Duration.ofMillis(500);
    var failures = new ArrayList<FailureKind>();
    signal("STOP", second);
    try {
      for (var n = 0; n < 6; n++) {
        var start = System.nanoTime();
        try {
          var _ = guest.find(Long.MAX_VALUE, patience);
        } catch (BusFailure failure) {
          failures.add(failure.kind());
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start))
            .isLessThan(patience.multipliedBy(20));
      }
    } finally {
      signal("CONT", second);
    }

    assertThat(failures).isNotEmpty().containsOnly(FailureKind.DEADLINE);
    guest.awaitAnswers();
  }

  @Test
  @Order(9)
  void a_node_that_is_killed_is_missed_by_nobody() {
    var id = register(first, "Survivor");
    second.process().destroyForcibly();

    for (var n = 0; n < 50; n++) {
      assertThat(first.api().get(customer(id)).status()).isEqualTo(200);
      assertThat(register(first, "After " + n)).isPositive();
    }

    guest.awaitAnswers();
    Awaitility.await()
        .until(() -> first.ops().get("/health/ready").body().contains("\"2 members\""));
    var told = "node 2 (pid " + second.process().pid() + ") ended with 137";
    Awaitility.await().until(() -> cluster.hasSaid(told));
  }

  @Test
  @Order(10)
  void it_stops_and_leaves_nothing_running() throws Exception {
    cluster.stop();

    assertThat(cluster.hasSaid("draining…")).isTrue();
    assertThat(first.process().isAlive()).isFalse();
    assertThat(guest.failure(CustomersPort.FIND, new FindCustomer(1)).kind())
        .isIn(FailureKind.UNAVAILABLE, FailureKind.DEADLINE);
  }

  private static long register(RunningCluster.Node node, String name) {
    var reply = node.api().post(CUSTOMERS, person(name, UUID.randomUUID() + "@example.org"));
    assertThat(reply.status()).isEqualTo(201);
    return reply.id();
  }

  private static String nameAt(RunningCluster.Node node, long id) {
    return node.api().get(customer(id)).json().getString("name");
  }

  private static long mailsTo(String email) {
    var mails = cluster.mailbox().get("/mail", "Accept", "application/json").items();
    return mails.stream()
        .filter(mail -> ((JsonObject) mail).getString("to").contains(email))
        .count();
  }

  private static byte[] ones() {
    var bytes = new byte[256];
    Arrays.fill(bytes, (byte) 0xff);
    return bytes;
  }

  private static void signal(String name, RunningCluster.Node node) throws Exception {
    var kill = new ProcessBuilder("kill", "-" + name, Long.toString(node.process().pid())).start();
    assertThat(kill.waitFor()).isZero();
  }
}
