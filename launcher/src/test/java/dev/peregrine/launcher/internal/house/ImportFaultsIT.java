package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.ImportIT.IMPORT;
import static dev.peregrine.launcher.internal.house.ImportIT.NDJSON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.embedded.EmbeddedPostgres;
import dev.peregrine.testkit.OwnServers;
import dev.peregrine.testkit.Servers;
import dev.peregrine.testkit.Sql;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Imports on bad days: senders that stop or leave, too many of them, and Postgres killed.
class ImportFaultsIT {

  private static final int CHUNK = 100;
  private static final Duration SOON = Duration.ofMinutes(1);

  @TempDir private static Path home;
  private static EmbeddedPostgres postgres;
  private static RunningHouse house;
  private static Web api;

  @BeforeAll
  static void open() {
    postgres = OwnServers.postgres(home.resolve("postgres"));
    var config = RunningHouse.on(postgres.uri(), Servers.redis());
    var usual = config.customers();
    var one = Knobs.with(Knobs.with(usual.bulk(), "imports", 1), "exports", 1);
    var bulk = Knobs.with(Knobs.with(one, "chunkRows", CHUNK), "atomicLines", 500);
    var customers = Knobs.with(usual, "bulk", bulk);
    house = RunningHouse.start(home, RunningHouse.with(config, customers));
    api = house.api();
  }

  @AfterAll
  static void close() {
    house.close();
    postgres.close();
  }

  @BeforeEach
  void empty() {
    try (var sql = Sql.on(postgres.uri())) {
      sql.run("delete from customers");
      sql.run("delete from imports");
    }
  }

  private static ImportSender sender(String query) throws IOException {
    return new ImportSender(api, query);
  }

  private static long number(String query) {
    try (var sql = Sql.on(postgres.uri())) {
      return sql.number(query);
    }
  }

  private static long customers() {
    return number("select count(*) from customers");
  }

  private static void awaitCustomers(long count) {
    Awaitility.await().atMost(SOON).until(() -> customers() == count);
  }

  private static int send(String query, String body) {
    return api.send("POST", IMPORT + query, BodyPublishers.ofString(body), "Content-Type", NDJSON)
        .status();
  }

  @Test
  void of_a_client_that_leaves_whole_chunks_stay_and_the_place_is_given_back() throws IOException {
    try (var sender = sender("")) {
      sender.send(ImportSender.lines(CHUNK * 2 + 50));
      awaitCustomers(CHUNK * 2);
    }

    Awaitility.await().atMost(SOON).until(() -> send("", ImportSender.lines(1)) == 200);
    assertThat(customers()).isEqualTo(CHUNK * 2 + 1);
    assertThat(number("select count(*) from imports where state = 'failed' and imported = 200"))
        .isOne();
  }

  @Test
  void of_an_atomic_import_whose_client_leaves_nothing_stays() throws IOException {
    try (var sender = sender("?atomic=true")) {
      sender.send(ImportSender.lines(CHUNK * 2 + 50));
      Awaitility.await()
          .atMost(SOON)
          .until(() -> number("select count(*) from import_lines") == CHUNK * 2);
    }

    Awaitility.await().atMost(SOON).until(() -> number("select count(*) from import_lines") == 0);
    assertThat(customers()).isZero();
    Awaitility.await().atMost(SOON).until(() -> send("", ImportSender.lines(1)) == 200);
  }

  @Test
  void no_more_imports_run_at_once_than_may() throws IOException {
    try (var sender = sender("")) {
      sender.send(ImportSender.lines(CHUNK));
      awaitCustomers(CHUNK);

      var refused =
          api.send(
              "POST",
              IMPORT,
              BodyPublishers.ofString(ImportSender.lines(1)),
              "Content-Type",
              NDJSON);
      sender.end();
      var answer = sender.answer();

      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("Retry-After")).isNotEmpty();
      assertThat(answer).startsWith("HTTP/1.1 200");
    }
    assertThat(send("", ImportSender.lines(1))).isEqualTo(200);
  }

  @Test
  void an_atomic_import_has_an_end() {
    assertThat(send("?atomic=true", ImportSender.lines(501))).isEqualTo(413);
    assertThat(customers()).isZero();
    assertThat(send("?atomic=true", ImportSender.lines(500))).isEqualTo(200);
  }

  @Test
  void of_an_import_in_which_postgres_is_killed_each_chunk_is_whole_or_absent() throws IOException {
    var first = ImportSender.lines(CHUNK * 2);
    var rest = ImportSender.lines(CHUNK * 3);

    String answer;
    try (var sender = sender("")) {
      sender.send(first);
      awaitCustomers(CHUNK * 2);
      postgres.kill();
      sender.send(rest);
      sender.end();
      answer = sender.answer();
    } finally {
      postgres.restart();
    }

    assertThat(answer).startsWith("HTTP/1.1 503").contains("/api/v1/imports/");
    var whole = customers();
    assertThat(whole % CHUNK).isZero();
    assertThat(whole).isBetween(CHUNK * 2L, CHUNK * 5L - 1);
    assertThat(number("select imported from imports")).isEqualTo(whole);
    Awaitility.await().atMost(SOON).until(() -> send("", first + rest) == 200);
    assertThat(customers()).isEqualTo(CHUNK * 5L);
  }

  @Test
  void an_answer_that_is_not_read_to_its_end_gives_its_place_back() throws IOException {
    try (var sql = Sql.on(postgres.uri())) {
      sql.run(
          "insert into customers (name, email, type) select repeat('x', 200), n || '@example.org',"
              + " 'partner' from generate_series(1, 60000) n");
    }
    try (var socket = new Socket(api.address().getHost(), api.address().getPort())) {
      socket.setReceiveBufferSize(4_096);
      var ask = "GET /api/v1/customers/export HTTP/1.1\r\nHost: localhost\r\n\r\n";
      socket.getOutputStream().write(ask.getBytes(UTF_8));
      assertThat(socket.getInputStream().readNBytes(12)).asString().endsWith("200");
      assertThat(api.get("/api/v1/customers/export").status()).isEqualTo(503);
    }

    Awaitility.await()
        .atMost(SOON)
        .until(() -> api.get("/api/v1/customers/export?q=nobody").status() == 200);
  }
}
