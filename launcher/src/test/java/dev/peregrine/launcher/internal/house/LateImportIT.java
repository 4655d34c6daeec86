package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.ImportIT.IMPORT;
import static dev.peregrine.launcher.internal.house.ImportIT.NDJSON;
import static dev.peregrine.launcher.internal.house.ImportIT.errors;
import static dev.peregrine.launcher.internal.house.ImportIT.fresh;
import static dev.peregrine.launcher.internal.house.ImportIT.line;
import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.customer;
import static dev.peregrine.launcher.internal.house.Web.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.launcher.internal.house.Web.Reply;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Imports that are answered before they are written: `Prefer: respond-async`.
class LateImportIT {

  private static final int CHUNK = LateHouse.CHUNK;

  @TempDir private static Path home;
  private static LateHouse house;
  private static Web api;

  @BeforeAll
  static void open() {
    house = new LateHouse(home);
    api = house.api;
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @BeforeEach
  void empty() {
    house.empty();
  }

  private static Reply send(String query, String body) {
    return house.send(query, body);
  }

  @Test
  void the_answer_comes_when_all_is_received_and_before_it_is_written() {
    Reply accepted;
    try (var _ = house.holdCustomers()) {
      accepted = send("", ImportSender.lines(CHUNK * 2 + 50) + "[]\n");

      assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
      assertThat(accepted.header("Preference-Applied")).isEqualTo("respond-async");
      assertThat(accepted.json().getString("state")).isEqualTo("running");
      assertThat(accepted.json().getInteger("received")).isEqualTo(CHUNK * 2 + 51);
      assertThat(accepted.json().getInteger("imported")).isZero();
    }

    var done = house.awaitEnd(accepted.header("Location"));
    assertThat(done.getString("state")).isEqualTo("done");
    assertThat(done.getInteger("imported")).isEqualTo(CHUNK * 2 + 50);
    assertThat(done.getInteger("rejected")).isOne();
    assertThat(house.customers()).isEqualTo(CHUNK * 2 + 50);
    assertThat(errors(api, done.getString("importId"))).hasSize(1);
    assertThat(house.waiting()).isZero();
  }

  @Test
  void who_does_not_ask_for_it_gets_the_report() {
    var reply =
        api.send(
            "POST",
            IMPORT,
            BodyPublishers.ofString(ImportSender.lines(1)),
            "Content-Type",
            NDJSON,
            "Prefer",
            "return=minimal");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Preference-Applied")).isEmpty();
  }

  @Test
  void it_goes_on_when_the_client_leaves_after_its_last_byte() throws IOException {
    try (var _ = house.holdCustomers()) {
      try (var sender = new ImportSender(api, "", "Prefer: respond-async")) {
        sender.send(ImportSender.lines(CHUNK * 2 + 50));
        sender.end();
      }
      house.await(
          () -> house.sql.number("select count(*) from imports where policy = 'skip'") == 1);
    }

    house.await(() -> house.sql.number("select count(*) from imports where state = 'done'") == 1);
    assertThat(house.customers()).isEqualTo(CHUNK * 2 + 50);
  }

  /// The answer to the handing over comes too late: whoever looks next may be at it already.
  @Test
  void what_was_handed_over_is_not_given_up_by_who_did_not_hear_of_it(@TempDir Path other)
      throws Exception {
    var patience = Duration.ofSeconds(4);
    try (var node = house.another(other, patience);
        var _ = house.slowHandOver(patience)) {
      var reply = LateHouse.send(node.api(), "", ImportSender.lines(CHUNK * 2 + 50));

      assertThat(reply.status()).as(reply.body()).isEqualTo(504);
      assertThat(reply.body()).contains("It may have been taken all the same.");
      var done = house.awaitEnd(reply.header("Link").replaceAll("<(.*)>.*", "$1"));
      assertThat(done.getString("state")).isEqualTo("done");
      assertThat(house.customers()).isEqualTo(CHUNK * 2 + 50);
    }
  }

  @Test
  void policies_are_those_of_any_import() {
    var known = fresh();
    var path = customer(api.post(CUSTOMERS, person("Before", known)).id());
    assertThat(api.get(path).json().getString("name")).isEqualTo("Before");

    var skipped = send("", line("After", known) + line("New", fresh()));
    var first = house.awaitEnd(skipped.header("Location"));
    var updated = send("?onDuplicate=update", line("After", known) + line("New", fresh()));
    var second = house.awaitEnd(updated.header("Location"));

    assertThat(house.counts(first)).containsExactly(2, 1, 0, 1, 0);
    assertThat(house.counts(second)).containsExactly(2, 1, 1, 0, 0);
    house.await(() -> api.get(path).json().getString("name").equals("After"));
  }

  @Test
  void fail_ends_at_the_first_known_address() {
    var known = fresh();
    api.post(CUSTOMERS, person("Known", known));
    var before = ImportSender.lines(CHUNK + 10);

    var accepted = send("?onDuplicate=fail", before + line("X", known) + ImportSender.lines(50));

    var ended = house.awaitEnd(accepted.header("Location"));
    assertThat(ended.getString("state")).isEqualTo("failed");
    assertThat(house.counts(ended)).containsExactly(CHUNK + 61, CHUNK + 10, 0, 0, 1);
    assertThat(errors(api, ended.getString("importId")))
        .extracting(error -> error.getInteger("line"))
        .containsExactly(CHUNK + 11);
    house.await(() -> house.waiting() == 0);
    assertThat(house.customers()).isEqualTo(CHUNK + 11);
  }

  @ParameterizedTest
  @CsvSource({"skip", "update", "fail"})
  void atomic_writes_all_or_nothing(String policy) {
    var query = "?atomic=true&onDuplicate=" + policy;

    var wrong = send(query, ImportSender.lines(3) + "{}\n");
    var right = send(query, ImportSender.lines(CHUNK + 3));
    var done = house.awaitEnd(right.header("Location"));
    var twice = send("?atomic=true&onDuplicate=fail", line("A", "a@example.org").repeat(2));
    var failed = house.awaitEnd(twice.header("Location"));

    assertThat(wrong.status()).as(wrong.body()).isEqualTo(400);
    assertThat(house.counts(done)).containsExactly(CHUNK + 3, CHUNK + 3, 0, 0, 0);
    assertThat(failed.getString("state")).isEqualTo("failed");
    assertThat(house.customers()).isEqualTo(CHUNK + 3);
    house.await(() -> house.waiting() == 0);
  }

  @Test
  void only_so_many_wait_and_none_is_longer_than_it_may_be() {
    Reply first;
    try (var _ = house.holdCustomers()) {
      first = send("", ImportSender.lines(1));
      var second = send("", ImportSender.lines(1));

      assertThat(first.status()).isEqualTo(202);
      assertThat(second.status()).isEqualTo(503);
      assertThat(second.header("Retry-After")).isNotEmpty();
    }
    house.awaitEnd(first.header("Location"));
    var longest = send("", ImportSender.lines(LateHouse.WAITING_LINES));
    house.awaitEnd(longest.header("Location"));
    var longer = send("", ImportSender.lines(LateHouse.WAITING_LINES + 1));

    assertThat(longest.status()).isEqualTo(202);
    assertThat(longer.status()).as(longer.body()).isEqualTo(413);
    assertThat(house.customers()).isEqualTo(1 + LateHouse.WAITING_LINES);
    house.await(() -> house.waiting() == 0);
  }

  @Test
  void what_a_dead_node_left_is_gone_on_with_or_given_up() {
    var waiting = house.leave("'skip', false, 3", 3);
    var atomic = house.leave("'update', true, 2", 2);
    var arriving = house.leave("null, false, 2", 2);
    var lost = house.leave("'skip', false, 5", 0);
    var lostAtomic = house.leave("'skip', true, 5", 0);
    var hopeless = house.leave("'skip', true, 5", 4);
    house.sql.run("update imports set attempts = 10 where id = '" + hopeless + "'");

    assertThat(Stream.of(waiting, atomic).map(LateImportIT::end)).containsOnly("done");
    assertThat(Stream.of(arriving, lost, lostAtomic, hopeless).map(LateImportIT::end))
        .containsOnly("failed");
    assertThat(house.customers()).isEqualTo(5);
    house.await(() -> house.waiting() == 0);
  }

  private static String end(UUID importId) {
    return house.awaitEnd(LateHouse.path(importId)).getString("state");
  }

  @Test
  void an_import_that_arrives_is_kept_alive_and_one_that_was_given_up_writes_no_more()
      throws IOException {
    try (var sender = new ImportSender(api, "")) {
      sender.send(ImportSender.lines(CHUNK));
      house.await(() -> house.customers() == CHUNK);
      house.sql.run("update imports set alive_until = now() - interval '1 second'");
      house.await(
          () -> house.sql.number("select count(*) from imports where alive_until > now()") == 1);
      house.sql.run("update imports set state = 'failed'");
      sender.send(ImportSender.lines(CHUNK));
      sender.end();

      assertThat(sender.answer()).startsWith("HTTP/1.1 503");
    }

    assertThat(house.customers()).isEqualTo(CHUNK);
    assertThat(house.sql.texts("select state from imports")).containsExactly("failed");
  }

  @Test
  void a_node_that_stops_leaves_its_import_to_another(@TempDir Path otherHome) {
    var held = house.holdCustomers();
    var path = send("", ImportSender.lines(CHUNK * 2 + 50)).header("Location");
    house.await(() -> house.sql.number("select sum(attempts) from imports") == 1);

    house.restart(otherHome, held);
    api = house.api;

    var done = house.awaitEnd(path);
    assertThat(house.counts(done)).containsExactly(CHUNK * 2 + 50, CHUNK * 2 + 50, 0, 0, 0);
    assertThat(house.customers()).isEqualTo(CHUNK * 2 + 50);
  }
}
