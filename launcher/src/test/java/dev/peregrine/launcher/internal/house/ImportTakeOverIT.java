package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.ImportIT.IMPORT;
import static dev.peregrine.launcher.internal.house.ImportIT.NDJSON;
import static dev.peregrine.launcher.internal.house.ImportIT.assertCounts;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.launcher.internal.house.Web.Reply;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two senders at one import, of whom only the later one writes; and commits of which nobody hears.
class ImportTakeOverIT {

  private static final int CHUNK = ResumingHouse.CHUNK;
  private static final int LINES = 3 * CHUNK;

  @TempDir private static Path home;
  private static ResumingHouse house;

  private final byte[] file = ImportFile.lines(LINES);

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

  private String text(int fromLine, int toLine) {
    var from = ImportFile.lines(fromLine).length;
    return new String(file, from, ImportFile.lines(toLine).length - from, UTF_8);
  }

  private byte[] rest(long offset) {
    return Arrays.copyOfRange(file, (int) offset, file.length);
  }

  private void assertWhole(Reply reply) {
    assertCounts(reply, LINES, LINES * 9 / 10, 0, 0, LINES / 10);
    assertThat(house.customers()).isEqualTo(ImportFile.customers(LINES));
    assertThat(house.refused()).isEqualTo(ImportFile.refused(LINES));
  }

  @Test
  void who_comes_to_the_same_node_takes_the_place_of_who_hangs_there() throws IOException {
    try (var hanging = new ImportSender(house.api(), "")) {
      hanging.send(text(0, CHUNK + 50));
      var path = house.awaitSettled();
      var offset = house.offset(path);

      var reply = house.resume(path, offset, rest(offset));

      assertWhole(reply);
      assertThat(hanging.answer()).startsWith("HTTP/1.1 409").contains("import-taken-over");
    }
  }

  @Test
  void who_comes_to_another_node_is_the_only_one_that_writes(@TempDir Path other)
      throws IOException {
    try (var node = RunningHouse.start(other, house.config());
        var hanging = new ImportSender(house.api(), "")) {
      hanging.send(text(0, CHUNK + 50));
      var path = house.awaitSettled();
      var offset = house.offset(path);
      try (var next = ImportSender.onward(node.api(), path, offset)) {
        next.send(text(CHUNK, 2 * CHUNK + 1));
        house.await(() -> house.offset(path) == ImportFile.lines(2 * CHUNK).length);

        hanging.send(text(CHUNK + 50, LINES));
        var refused = hanging.answer();
        next.send(text(2 * CHUNK + 1, LINES));
        next.end();
        var answer = next.answer();

        assertThat(refused).startsWith("HTTP/1.1 503");
        assertThat(answer).startsWith("HTTP/1.1 200");
      }
      assertThat(house.api().get(path).json().getString("state")).isEqualTo("done");
      assertThat(house.customers()).isEqualTo(ImportFile.customers(LINES));
      assertThat(house.refused()).isEqualTo(ImportFile.refused(LINES));
    }
  }

  @Test
  void a_chunk_that_was_committed_while_its_connection_was_cut_is_not_sent_again()
      throws IOException {
    try (var sender = new ImportSender(house.api(), "")) {
      sender.send(text(0, CHUNK));
      var path = house.awaitSettled();
      house.network().swallowReplies();
      sender.send(text(CHUNK, 2 * CHUNK));
      house.await(() -> house.sql().number("select settled_lines from imports") == 2 * CHUNK);
      house.network().cut();
      house.network().heal();
      assertThat(sender.answer()).startsWith("HTTP/1.1 503").contains("PATCH");
      house.await(() -> house.api().get(path).status() == 200);

      var offset = house.offset(path);
      var reply = house.resume(path, offset, rest(offset));

      assertThat(offset).isEqualTo(ImportFile.lines(2 * CHUNK).length);
      assertWhole(reply);
    }
  }

  @Test
  void the_last_commit_of_which_nobody_heard_is_told_to_who_sends_again() throws IOException {
    try (var sender = new ImportSender(house.api(), "", "Idempotency-Key: last")) {
      sender.send(text(0, CHUNK));
      house.awaitSettled();
      house.network().swallowReplies();
      sender.send(text(CHUNK, CHUNK + 10));
      sender.end();
      house.await(() -> house.sql().number("select settled_lines from imports") == CHUNK + 10);
      house.network().cut();
      house.network().heal();
      assertThat(sender.answer()).startsWith("HTTP/1.1 503");
    }

    var again = ImportFile.lines(CHUNK + 10);
    house.await(() -> send(house.api(), again, "Idempotency-Key", "last").status() == 200);
    var reply = send(house.api(), again, "Idempotency-Key", "last");

    assertCounts(reply, CHUNK + 10, (CHUNK + 10) * 9 / 10, 0, 0, (CHUNK + 10) / 10);
    assertThat(reply.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(house.customers()).isEqualTo(ImportFile.customers(CHUNK + 10));
  }

  @Test
  void nobody_goes_on_with_what_is_another_callers(@TempDir Path guarded) throws IOException {
    var signer = new Signer();
    var config = RunningHouse.with(house.config(), signer.config(guarded));
    try (var node = RunningHouse.start(guarded, config)) {
      var adas = "Bearer " + signer.token(Signer.claims("customers:import").put("sub", "ada"));
      var eves = "Bearer " + signer.token(Signer.claims("customers:import").put("sub", "eve"));
      String path;
      try (var sender = new ImportSender(node.api(), "", "Authorization: " + adas)) {
        sender.send(text(0, CHUNK + 50));
        path = house.awaitSettled();
      }
      house.await(
          () -> house.sql().number("select count(*) from imports where state = 'failed'") == 1);
      var offset = ImportFile.lines(CHUNK).length;

      var stolen = patch(node.api(), path, offset, eves);
      var nobodys = house.resume(path, offset, rest(offset));
      var own = patch(node.api(), path, offset, adas);

      assertThat(stolen.status()).as(stolen.body()).isEqualTo(403);
      assertThat(nobodys.status()).as(nobodys.body()).isEqualTo(403);
      assertWhole(own);
    }
  }

  private Reply patch(Web api, String path, long offset, String authorization) {
    return api.send(
        "PATCH",
        path,
        BodyPublishers.ofByteArray(rest(offset)),
        "Content-Type",
        "application/partial-upload",
        "Upload-Offset",
        Long.toString(offset),
        "Authorization",
        authorization);
  }

  private static Reply send(Web api, byte[] body, String... header) {
    return api.send(
        "POST",
        IMPORT,
        BodyPublishers.ofByteArray(body),
        "Content-Type",
        NDJSON,
        header[0],
        header[1]);
  }
}
