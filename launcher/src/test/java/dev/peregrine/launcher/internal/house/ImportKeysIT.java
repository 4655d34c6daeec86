package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.ImportIT.CSV;
import static dev.peregrine.launcher.internal.house.ImportIT.IMPORT;
import static dev.peregrine.launcher.internal.house.ImportIT.NDJSON;
import static dev.peregrine.launcher.internal.house.ImportIT.assertCounts;
import static dev.peregrine.launcher.internal.house.ImportIT.fresh;
import static dev.peregrine.launcher.internal.house.ImportIT.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.launcher.internal.house.Web.Reply;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Imports that are sent again under their key although nobody can go on with them.
class ImportKeysIT {

  @TempDir private static Path home;
  private static ResumingHouse house;

  private final String key = UUID.randomUUID().toString();

  @BeforeAll
  static void open() {
    house = new ResumingHouse(home);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @BeforeEach
  void empty() {
    house.empty();
  }

  @Test
  void an_import_that_wrote_nothing_begins_again_under_its_key() {
    var refused = send("?atomic=true", NDJSON, line("Ada", fresh()) + "[]\n" + "{}\n");
    var right = line("Ada", fresh()) + line("Bob", fresh()) + "[]\n";
    var again = send("?atomic=true", NDJSON, right);
    var atLast = send("?atomic=true", NDJSON, line("Ada", fresh()) + line("Bob", fresh()));
    var replayed = send("?atomic=true", NDJSON, line("Ada", fresh()));

    assertThat(refused.status()).isEqualTo(400);
    assertThat(again.status()).as("wrong once more").isEqualTo(400);
    assertThat(again.body()).contains("Lines that are wrong: 1.");
    assertCounts(atLast, 2, 2, 0, 0, 0);
    assertThat(house.customers()).hasSize(2);
    assertThat(house.refused()).isEmpty();
    assertThat(replayed.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(replayed.json()).isEqualTo(atLast.json());
  }

  @Test
  void an_import_that_was_cut_off_from_postgres_begins_again_under_its_key() throws IOException {
    var sql = house.sql();
    String broken;
    try (var sender = new ImportSender(house.api(), "?atomic=true", "Idempotency-Key: " + key)) {
      sender.send(line("Ada", fresh()));
      house.await(() -> sql.number("select count(*) from imports") == 1);
      sql.run("begin");
      sql.run("lock table import_lines");
      sender.end();
      house.await(() ->
          sql.number(
                  "select count(*) from pg_locks where not granted and relation ="
                      + " 'import_lines'::regclass")
              > 0);
      house.network().cut();
      broken = sender.answer();
      sql.run("rollback");
    }

    // If nobody can say that it was given up, it is found within a minute.
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> send("?atomic=true", NDJSON, line("Ada", fresh())).status() == 200);

    assertThat(broken).startsWith("HTTP/1.1 503");
    assertThat(house.customers()).hasSize(1);
    assertThat(sql.number("select sender from imports")).as("began again").isEqualTo(2);
  }

  @Test
  void an_import_that_wrote_something_and_cannot_go_on_has_ended() {
    var known = fresh();
    var first = line("Ada", fresh()) + line("Bob", known) + line("Bob", known);
    var ended = send("?onDuplicate=fail", NDJSON, first);
    var again = send("?onDuplicate=fail", NDJSON, line("Cid", fresh()));

    assertThat(ended.body()).contains("email-taken");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.body()).contains("import-ended");
    assertThat(house.customers()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"?onDuplicate=update", "?onDuplicate=fail"})
  void a_key_stands_for_one_policy(String other) {
    var done = send("", NDJSON, line("Ada", fresh()));
    var reused = send(other, NDJSON, line("Ada", fresh()));

    assertThat(done.status()).isEqualTo(200);
    assertReused(reused);
  }

  @Test
  void a_key_stands_for_one_format() {
    send("", NDJSON, line("Ada", fresh()));

    assertReused(send("", CSV, "name,email\nAda," + fresh() + "\n"));
  }

  private static void assertReused(Reply reply) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(422);
    assertThat(reply.body()).contains("idempotency-key-reused");
    assertThat(house.customers()).hasSize(1);
  }

  private Reply send(String query, String type, String body) {
    return house
        .api()
        .send(
            "POST",
            IMPORT + query,
            BodyPublishers.ofString(body),
            "Content-Type",
            type,
            "Idempotency-Key",
            key);
  }
}
