package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.ImportIT.CSV;
import static dev.peregrine.launcher.internal.house.ImportIT.IMPORT;
import static dev.peregrine.launcher.internal.house.ImportIT.NDJSON;
import static dev.peregrine.launcher.internal.house.ImportIT.assertCounts;
import static dev.peregrine.launcher.internal.house.ImportIT.errors;
import static dev.peregrine.launcher.internal.house.ImportIT.fresh;
import static dev.peregrine.launcher.internal.house.ImportIT.line;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.launcher.internal.house.Web.Reply;
import dev.peregrine.testkit.Sql;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Imports of what nobody should send.
class BadImportIT {

  @TempDir private static Path home;
  private static RunningHouse house;
  private static Web api;
  private static Sql sql;

  @BeforeAll
  static void open() {
    house = RunningHouse.start(home);
    api = house.api();
    sql = house.sql();
  }

  @AfterAll
  static void close() {
    house.close();
  }

  private static Reply send(String query, String type, byte[] body) {
    return ImportIT.send(api, query, type, body);
  }

  private static Reply send(String query, String body) {
    return send(query, NDJSON, body.getBytes(UTF_8));
  }

  private static String nameOf(String email) {
    return ImportIT.nameOf(sql, email);
  }

  @Test
  void lines_of_every_kind_of_wrong_are_told_one_by_one_and_the_rest_is_imported()
      throws Exception {
    var good = List.of(fresh(), fresh(), fresh());
    var bytes = new ByteArrayOutputStream();
    bytes.write(line("First", good.getFirst()).getBytes(UTF_8));
    for (var wrong : WrongLines.NDJSON) {
      bytes.write(wrong.bytes().getBytes());
      bytes.write('\n');
    }
    bytes.write("\r\n  \n".getBytes(UTF_8));
    bytes.write(line("Second", good.get(1)).replace("\n", "\r\n").getBytes(UTF_8));
    bytes.write(line("Third", good.get(2)).strip().getBytes(UTF_8));

    var reply = send("", NDJSON, bytes.toByteArray());

    assertCounts(reply, WrongLines.NDJSON.size() + 3, 3, 0, 0, WrongLines.NDJSON.size());
    assertThat(errors(api, reply.json().getString("importId")))
        .extracting(WrongLines::told)
        .containsExactlyElementsOf(WrongLines.expected(WrongLines.NDJSON, 2));
    assertThat(reply.body()).doesNotContain(GuardedHouse.MARK);
    assertThat(good).allSatisfy(email -> assertThat(nameOf(email)).isNotEmpty());
  }

  @Test
  void rows_of_every_kind_of_wrong_are_told_one_by_one_and_the_rest_is_imported() throws Exception {
    var good = fresh();
    var bytes = new ByteArrayOutputStream();
    bytes.write("name,email,type\r\n".getBytes(UTF_8));
    for (var wrong : WrongLines.CSV) {
      bytes.write(wrong.bytes().getBytes());
      bytes.write("\r\n".getBytes(UTF_8));
    }
    bytes.write(("Good," + good + ",partner\r\n").getBytes(UTF_8));

    var reply = send("", CSV, bytes.toByteArray());

    assertCounts(reply, WrongLines.CSV.size() + 1, 1, 0, 0, WrongLines.CSV.size());
    assertThat(errors(api, reply.json().getString("importId")))
        .extracting(WrongLines::told)
        .containsExactlyElementsOf(WrongLines.expected(WrongLines.CSV, 2));
    assertThat(nameOf(good)).isEqualTo("Good");
  }

  @Test
  void the_answer_shows_the_first_hundred_errors_and_the_rest_can_be_read() {
    var reply = send("", "[]\n".repeat(2_345));

    assertCounts(reply, 2_345, 0, 0, 0, 2_345);
    assertThat(reply.json().getJsonArray("errors")).hasSize(100);
    assertThat(errors(api, reply.json().getString("importId")))
        .extracting(error -> error.getInteger("line"))
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 2_345).boxed().toList());
  }

  @Test
  void nothing_is_an_import_too_but_a_table_needs_its_columns() {
    assertCounts(send("", ""), 0, 0, 0, 0, 0);
    assertThat(send("", CSV, new byte[0]).status()).isEqualTo(400);
    assertThat(send("", CSV, "name;email;type\n".getBytes(UTF_8)).status()).isEqualTo(400);
    assertThat(send("", CSV, "x".repeat(1 << 20).getBytes(UTF_8)).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "'?onDuplicate=replace', application/x-ndjson, 400",
    "'?onDuplicate=', application/x-ndjson, 400",
    "'?atomic=yes', application/x-ndjson, 400",
    "'?dryRun=true', application/x-ndjson, 400",
    "'?atomic=true&atomic=true', application/x-ndjson, 400",
    "'', application/json, 415",
    "'', text/plain, 415",
  })
  void what_is_asked_wrongly_is_refused_and_writes_nothing(String query, String type, int status) {
    var email = fresh();

    var reply = send(query, type, line("X", email).getBytes(UTF_8));

    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(nameOf(email)).isEmpty();
  }

  @Test
  void a_body_in_a_coding_is_refused() {
    var reply =
        api.send(
            "POST",
            IMPORT,
            BodyPublishers.ofString("{}"),
            "Content-Type",
            NDJSON,
            "Content-Encoding",
            "gzip");

    assertThat(reply.status()).as(reply.body()).isEqualTo(415);
  }

  @ParameterizedTest
  @CsvSource({"x", "00000000-0000-0000-0000-000000000000", "1-1-1-1-1"})
  void an_import_that_is_not_there_is_not_found(String id) {
    assertThat(api.get("/api/v1/imports/" + id).status()).isEqualTo(404);
    assertThat(api.get("/api/v1/imports/" + id + "/errors").status()).isEqualTo(404);
  }
}
