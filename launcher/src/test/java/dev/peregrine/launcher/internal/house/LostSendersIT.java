package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.ImportIT.IMPORT;
import static dev.peregrine.launcher.internal.house.ImportIT.NDJSON;
import static dev.peregrine.launcher.internal.house.ImportIT.assertCounts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.testkit.Sql;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Senders that fall silent, or leave, in the middle of an import; there is room for one at a time,
/// so whatever does not give its place back is noticed by the next.
class LostSendersIT {

  private static final int CHUNK = 100;
  private static final Duration SOON = Duration.ofMinutes(1);

  @TempDir private static Path home;
  private static RunningHouse house;
  private static Web api;
  private static Sql sql;

  @BeforeAll
  static void open() {
    var usual = RunningHouse.onFreshDatabase();
    var hasty = Knobs.with(usual.http(), "readTimeout", Duration.ofSeconds(3));
    var one = Knobs.with(usual.customers().bulk(), "imports", 1);
    var bulk = Knobs.with(one, "chunkRows", CHUNK);
    var customers = Knobs.with(usual.customers(), "bulk", bulk);
    house =
        RunningHouse.start(home, RunningHouse.with(Knobs.with(usual, "http", hasty), customers));
    api = house.api();
    sql = house.sql();
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @BeforeEach
  void empty() {
    sql.run("delete from customers");
    sql.run("delete from imports");
  }

  /// Sends when there is room: a place is given back just after it can be seen that its import has
  /// failed.
  private static Web.Reply send(String body) {
    return Awaitility.await()
        .pollDelay(Duration.ZERO)
        .until(
            () -> api.send("POST", IMPORT, BodyPublishers.ofString(body), "Content-Type", NDJSON),
            reply -> reply.status() != 503);
  }

  private static void awaitState(String path, String state) {
    Awaitility.await()
        .atMost(SOON)
        .until(() -> api.get(path).json().getString("state").equals(state));
  }

  @Test
  void who_falls_silent_is_cut_off_and_told_where_to_ask_what_was_written() throws IOException {
    var lines = ImportSender.lines(CHUNK * 2 + 50);

    String answer;
    try (var sender = new ImportSender(api, "")) {
      sender.send(lines);
      answer = sender.rest();
    }

    assertThat(answer).startsWith("HTTP/1.1 408").contains("rel=\"status\"");
    var path = answer.replaceAll("(?s).*\r\nlink: <(\\S+)>.*|.*\r\nLink: <(\\S+)>.*", "$1$2");
    awaitState(path, "failed");
    var progress = api.get(path).json();
    assertThat(progress.getInteger("received")).isEqualTo(CHUNK * 2);
    assertThat(progress.getInteger("imported")).isEqualTo(CHUNK * 2);
    assertCounts(send(lines), CHUNK * 2 + 50, 50, 0, CHUNK * 2, 0);
  }

  @Test
  void of_who_leaves_what_was_written_is_told_when_it_is_sent_again() throws IOException {
    var lines = ImportSender.lines(CHUNK * 2 + 50);

    try (var sender = new ImportSender(api, "")) {
      sender.send(lines);
      Awaitility.await()
          .atMost(SOON)
          .until(() -> sql.number("select count(*) from customers") == CHUNK * 2);
    }
    Awaitility.await()
        .atMost(SOON)
        .until(() -> sql.number("select count(*) from imports where state = 'failed'") == 1);

    assertCounts(send(lines), CHUNK * 2 + 50, 50, 0, CHUNK * 2, 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"?atomic=true", ""})
  void of_lines_that_only_waited_none_is_left(String query) throws IOException {
    try (var sender = new ImportSender(api, query, "Prefer: respond-async")) {
      sender.send(ImportSender.lines(CHUNK * 2 + 50));
      assertThat(sender.rest()).startsWith("HTTP/1.1 408");
    }

    Awaitility.await()
        .atMost(SOON)
        .until(() -> sql.number("select count(*) from imports where state = 'failed'") == 1);
    Awaitility.await().until(() -> sql.number("select count(*) from import_lines") == 0);
    assertThat(sql.number("select count(*) from customers")).isZero();
    assertThat(send(ImportSender.lines(1)).status()).isEqualTo(200);
  }
}
