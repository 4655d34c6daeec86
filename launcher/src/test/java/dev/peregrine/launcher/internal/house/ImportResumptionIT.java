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
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Imports that break off and are gone on with; there is room for one at a time.
class ImportResumptionIT {

  private static final int CHUNK = ResumingHouse.CHUNK;
  private static final int LINES = 3 * CHUNK;

  @TempDir private static Path home;
  private static ResumingHouse house;

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
  void who_asks_is_told_up_to_where_lines_are_settled_and_sends_only_the_rest() throws IOException {
    var file = ImportFile.lines(LINES);
    var path = house.breakOff(file, CHUNK + 50);

    var stood = house.api().get(path);
    var at = stood.json().getJsonObject("resumeAt");
    var offset = at.getInteger("offset");
    var reply = house.resume(path, offset, rest(file, offset));

    assertThat(stood.json().getString("state")).isEqualTo("failed");
    assertThat(at.getInteger("line")).isEqualTo(CHUNK + 1);
    assertThat(offset).isEqualTo(ImportFile.lines(CHUNK).length);
    assertThat(stood.header("Upload-Offset")).isEqualTo(offset.toString());
    assertCounts(reply, LINES, LINES * 9 / 10, 0, 0, LINES / 10);
    assertThat(reply.json().getJsonArray("errors")).hasSize(LINES / 10);
    assertThat(house.customers()).isEqualTo(ImportFile.customers(LINES));
    assertThat(house.refused()).isEqualTo(ImportFile.refused(LINES));
    var done = house.api().get(path);
    assertThat(done.json().getString("state")).isEqualTo("done");
    assertThat(done.json().containsKey("resumeAt")).isFalse();
    assertThat(done.header("Upload-Offset")).isEmpty();
  }

  @Test
  void a_table_is_gone_on_with_without_its_first_line() throws IOException {
    var text = new StringBuilder("\uFEFFtype,email,name\r\n\r\n");
    for (var n = 0; n < CHUNK * 2; n++) {
      text.append("partner,t").append(n).append("@example.org,Ada é\r\n");
    }
    var file = (text + "partner,broken,Ada\r\n").getBytes(UTF_8);
    String path;
    try (var sender = ImportSender.ofTable(house.api())) {
      sender.send(new String(file, UTF_8).substring(0, 20 * CHUNK + 2_000));
      path = house.awaitSettled();
    }
    house.awaitState(path, "failed");

    var offset = house.offset(path);
    var reply = house.resume(path, offset, rest(file, offset));

    assertCounts(reply, CHUNK * 2 + 1, CHUNK * 2, 0, 0, 1);
    assertThat(house.refused()).containsExactly(Integer.toString(CHUNK * 2 + 3));
  }

  @Test
  void an_import_that_goes_on_may_break_off_again() throws IOException {
    var file = ImportFile.lines(LINES);
    var path = house.breakOff(file, CHUNK + 1);
    var first = house.offset(path);
    try (var sender = ImportSender.onward(house.api(), path, first)) {
      sender.send(new String(rest(file, first), UTF_8).substring(0, (int) first + 200));
      house.await(() -> house.offset(path) > first);
    }
    house.awaitState(path, "failed");

    var offset = house.offset(path);
    var reply = house.resume(path, offset, rest(file, offset));

    assertThat(offset).isEqualTo(ImportFile.lines(2 * CHUNK).length);
    assertCounts(reply, LINES, LINES * 9 / 10, 0, 0, LINES / 10);
    assertThat(house.customers()).isEqualTo(ImportFile.customers(LINES));
  }

  @Test
  void nothing_more_may_be_what_is_left_to_be_sent() throws IOException {
    var file = ImportFile.lines(CHUNK);
    var path = house.breakOff(file, CHUNK);

    var reply = house.resume(path, house.offset(path), new byte[0]);

    assertThat(house.offsets()).containsExactly((long) file.length);
    assertCounts(reply, CHUNK, CHUNK * 9 / 10, 0, 0, CHUNK / 10);
  }

  @Test
  void what_begins_elsewhere_changes_nothing_and_is_told_where_to_go_on() throws IOException {
    var file = ImportFile.lines(LINES);
    var path = house.breakOff(file, CHUNK + 50);
    var offset = house.offset(path);

    for (var wrong : List.of(0L, offset - 1L, offset + 1L, 1L << 40)) {
      var reply = house.resume(path, wrong, file);

      assertThat(reply.status()).as(reply.body()).isEqualTo(409);
      assertThat(reply.json().getString("type")).endsWith("mismatching-upload-offset");
      assertThat(reply.header("Upload-Offset")).isEqualTo(Long.toString(offset));
    }
    assertThat(house.customers()).isEqualTo(ImportFile.customers(CHUNK));
    assertThat(house.api().get(path).json().getString("state")).isEqualTo("failed");
  }

  @ParameterizedTest
  @CsvSource({
    "Upload-Offset, -1",
    "Upload-Offset, 1.5",
    "Upload-Offset, ''",
    "Upload-Offset, 99999999999999999999",
    "Upload-Complete, ?0",
    "Upload-Complete, true",
    "X-Nothing, x",
  })
  void what_does_not_say_where_it_begins_and_ends_is_refused(String name, String value)
      throws IOException {
    var file = ImportFile.lines(LINES);
    var path = house.breakOff(file, CHUNK + 50);
    var headers =
        name.equals("Upload-Complete")
            ? new String[] {"Upload-Offset", Long.toString(house.offset(path)), name, value}
            : new String[] {name, value};

    var reply = house.patch(path, file, headers);

    assertThat(reply.status()).as(reply.body()).isEqualTo(400);
    assertThat(house.customers()).isEqualTo(ImportFile.customers(CHUNK));
  }

  @Test
  void what_is_not_there_or_done_cannot_be_gone_on_with() {
    var unknown = house.resume("/api/v1/imports/" + UUID.randomUUID(), 0, new byte[0]);
    var file = ImportFile.lines(CHUNK);
    var done = house.load("", file);

    var again = house.resume(house.path(), file.length, file);

    assertThat(unknown.status()).isEqualTo(404);
    assertThat(done.status()).isEqualTo(200);
    assertThat(again.status()).as(again.body()).isEqualTo(409);
    assertThat(again.json().getString("type")).endsWith("import-ended");
    assertThat(house.customers()).isEqualTo(ImportFile.customers(CHUNK));
  }

  @ParameterizedTest
  @ValueSource(strings = {"?atomic=true", "?onDuplicate=fail"})
  void what_is_all_or_nothing_or_has_met_a_known_address_has_ended(String query) {
    var line = ImportFile.line(1);
    var refused = house.load(query, (line + line + "{}\n").getBytes(UTF_8));
    assertThat(refused.status()).isIn(400, 409);

    var stood = house.api().get(house.path());
    var reply = house.resume(house.path(), 0, line.getBytes(UTF_8));

    assertThat(stood.json().containsKey("resumeAt")).isFalse();
    assertThat(reply.status()).as(reply.body()).isEqualTo(409);
    assertThat(reply.json().getString("type")).endsWith("import-ended");
  }

  @Test
  void sent_again_under_its_key_an_import_says_where_it_stands_and_at_last_what_came_of_it()
      throws IOException {
    var file = ImportFile.lines(LINES);
    var key = UUID.randomUUID().toString();
    try (var sender = new ImportSender(house.api(), "", "Idempotency-Key: " + key)) {
      sender.send(new String(ImportFile.lines(CHUNK + 50), UTF_8));
      house.awaitSettled();
    }
    house.await(() ->
        again(file, key)
            .header("Upload-Offset")
            .equals(Long.toString(ImportFile.lines(CHUNK).length)));

    var begun = again(file, key);
    var path = begun.header("Link").replaceAll("<(.*)>.*", "$1");
    var offset = Integer.parseInt(begun.header("Upload-Offset"));
    var report = house.resume(path, offset, rest(file, offset));
    var replayed = again(file, key);

    assertThat(begun.status()).as(begun.body()).isEqualTo(409);
    assertThat(path).isEqualTo(house.path());
    assertThat(replayed.header("Idempotent-Replayed")).isEqualTo("true");
    assertThat(replayed.json()).isEqualTo(report.json());
    assertThat(house.customers()).isEqualTo(ImportFile.customers(LINES));
  }

  private static Reply again(byte[] file, String key) {
    return house
        .api()
        .send(
            "POST",
            IMPORT,
            BodyPublishers.ofByteArray(file),
            "Content-Type",
            NDJSON,
            "Idempotency-Key",
            key);
  }

  private static byte[] rest(byte[] file, long offset) {
    return Arrays.copyOfRange(file, (int) offset, file.length);
  }
}
