package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.customer;
import static dev.peregrine.launcher.internal.house.Web.person;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.launcher.internal.house.Web.Reply;
import dev.peregrine.testkit.Sql;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Customers by the file, over HTTP.
class ImportIT {

  static final String IMPORT = CUSTOMERS + "/import";
  static final String NDJSON = "application/x-ndjson";
  static final String CSV = "text/csv";

  @TempDir private static Path home;
  private static RunningHouse house;
  private static Web api;
  private static Sql sql;

  @BeforeAll
  static void open() {
    house = RunningHouse.start(home, RunningHouse.believing(RunningHouse.onFreshDatabase()));
    api = house.api();
    sql = house.sql();
  }

  @AfterAll
  static void close() {
    house.close();
  }

  static String line(String name, String email) {
    return person(name, email).encode() + "\n";
  }

  /// Returns an address that nobody has.
  static String fresh() {
    return "a" + UUID.randomUUID().toString().replace("-", "") + "@example.org";
  }

  static Reply send(Web api, String query, String type, byte[] body) {
    return api.send("POST", IMPORT + query, BodyPublishers.ofByteArray(body), "Content-Type", type);
  }

  private static Reply send(String query, String body) {
    return send(api, query, NDJSON, body.getBytes(UTF_8));
  }

  static void assertCounts(Reply reply, int... counts) {
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    var json = reply.json();
    assertThat(
            IntStream.of(
                json.getInteger("received"),
                json.getInteger("imported"),
                json.getInteger("updated"),
                json.getInteger("skipped"),
                json.getInteger("rejected")))
        .as(reply.body())
        .containsExactly(IntStream.of(counts).boxed().toArray(Integer[]::new));
  }

  static String nameOf(Sql sql, String email) {
    return String.join(",", sql.texts("select name from customers where email = '" + email + "'"));
  }

  private static String nameOf(String email) {
    return nameOf(sql, email);
  }

  /// Counts in one snapshot, since a mail of another test may be on its way from here to there.
  private static long mails() {
    return sql.number(
        "select (select count(*) from outbox where lane = 'mail')"
            + " + (select count(*) from outbox_sent)");
  }

  @Test
  void lines_become_customers_and_nobody_gets_mail() {
    var mails = mails();
    var emails = IntStream.range(0, 5_000).mapToObj(n -> fresh()).toList();

    var reply =
        send("", emails.stream().map(email -> line("Zoë", email)).collect(Collectors.joining()));

    assertCounts(reply, 5_000, 5_000, 0, 0, 0);
    assertThat(reply.json().getJsonArray("errors")).isEmpty();
    assertThat(nameOf(emails.getFirst())).isEqualTo("Zoë");
    assertThat(nameOf(emails.getLast())).isEqualTo("Zoë");
    assertThat(mails()).isEqualTo(mails);
    var progress = api.get("/api/v1/imports/" + reply.json().getString("importId")).json();
    assertThat(progress.getString("state")).isEqualTo("done");
    assertThat(progress.getInteger("imported")).isEqualTo(5_000);
  }

  @Test
  void a_table_is_taken_with_a_mark_with_quotes_and_without_an_end_of_the_last_line() {
    var one = fresh();
    var two = fresh();

    var reply =
        send(
            api,
            "",
            "text/csv; charset=utf-8",
            ("\uFEFFtype,name,email\r\npartner,\"Ada, \"\"Countess\"\"\","
                    + one
                    + "\r\n\r\nbusiness,Acme,"
                    + two)
                .getBytes(UTF_8));

    assertCounts(reply, 2, 2, 0, 0, 0);
    assertThat(nameOf(one)).isEqualTo("Ada, \"Countess\"");
    assertThat(nameOf(two)).isEqualTo("Acme");
  }

  @Test
  void a_known_address_is_skipped_unless_told_otherwise() {
    var known = fresh();
    api.post(CUSTOMERS, person("Before", known));

    var reply =
        send("", line("After", known.toUpperCase(java.util.Locale.ROOT)) + line("New", fresh()));

    assertCounts(reply, 2, 1, 0, 1, 0);
    assertThat(nameOf(known)).isEqualTo("Before");
  }

  @Test
  void within_a_file_the_first_counts_when_skipping_and_the_last_when_updating() {
    var twice = fresh();
    var thrice = fresh();

    var skipped = send("?onDuplicate=skip", line("One", twice) + line("Two", twice));
    var updated =
        send(
            "?onDuplicate=update",
            line("One", thrice) + line("Two", thrice) + line("Three", thrice));

    assertCounts(skipped, 2, 1, 0, 1, 0);
    assertThat(nameOf(twice)).isEqualTo("One");
    assertCounts(updated, 3, 1, 0, 2, 0);
    assertThat(nameOf(thrice)).isEqualTo("Three");
  }

  /// The last line is a chunk of its own, and on its connection before the large one has arrived on
  /// the other.
  @RepeatedTest(10)
  void a_chunk_that_overtakes_the_one_before_it_waits_for_its_turn() {
    var twice = fresh();
    var chunk =
        IntStream.range(1, 2_000)
            .mapToObj(n -> line("n".repeat(100), fresh()))
            .collect(Collectors.joining());

    var reply = send("", line("One", twice) + chunk + line("Two", twice));

    assertCounts(reply, 2_001, 2_000, 0, 1, 0);
    assertThat(nameOf(twice)).isEqualTo("One");
  }

  @Test
  void an_update_changes_what_differs_and_every_cache_forgets_it() {
    var email = fresh();
    var same = fresh();
    var path = customer(api.post(CUSTOMERS, person("Before", email)).id());
    api.post(CUSTOMERS, person("Same", same));
    assertThat(api.get(path).json().getString("name")).isEqualTo("Before");
    assertThat(api.get(path).header("Cache-Status")).contains("hit");

    var reply = send("?onDuplicate=update", line("After", email) + line("Same", same));

    assertCounts(reply, 2, 0, 1, 1, 0);
    var after = api.get(path);
    assertThat(after.json().getString("name")).isEqualTo("After");
    assertThat(after.json().getInteger("version")).isEqualTo(2);
  }

  @Test
  void fail_ends_at_the_first_known_address_and_says_what_is_written() {
    var known = fresh();
    var before = fresh();
    var behind = fresh();
    api.post(CUSTOMERS, person("Known", known));

    var reply =
        send(
            "?onDuplicate=fail",
            line("Before", before) + "{}\n" + line("X", known) + "{}\n" + line("Behind", behind));

    assertThat(reply.status()).as(reply.body()).isEqualTo(409);
    assertThat(reply.json().getString("detail"))
        .contains("Line 3 ended the import", "before it are imported");
    assertThat(nameOf(before)).isEqualTo("Before");
    assertThat(nameOf(behind)).isEmpty();
    var id = reply.body().replaceAll("(?s).*/api/v1/imports/([0-9a-f-]{36}).*", "$1");
    var progress = api.get("/api/v1/imports/" + id).json();
    assertThat(progress.getString("state")).isEqualTo("failed");
    assertThat(progress.getInteger("received")).isEqualTo(3);
    assertThat(progress.getInteger("imported")).isEqualTo(1);
    assertThat(progress.getInteger("rejected")).isEqualTo(2);
    assertThat(errors(api, id))
        .extracting(error -> error.getInteger("line"))
        .containsExactly(2, 2, 2, 3);
  }

  @ParameterizedTest
  @CsvSource({"skip", "update", "fail"})
  void atomic_writes_all_or_nothing(String policy) {
    var one = fresh();
    var two = fresh();

    var wrong =
        send("?atomic=true&onDuplicate=" + policy, line("One", one) + "{}\n" + line("Two", two));
    assertThat(wrong.status()).as(wrong.body()).isEqualTo(400);
    assertThat(wrong.json().getString("detail")).contains("Nothing was written");
    assertThat(nameOf(one)).isEmpty();
    var right = send("?atomic=true&onDuplicate=" + policy, line("One", one) + line("Two", two));

    assertCounts(right, 2, 2, 0, 0, 0);
    assertThat(nameOf(two)).isEqualTo("Two");
    Awaitility.await().until(() -> sql.number("select count(*) from import_lines") == 0);
  }

  @Test
  void an_atomic_import_that_may_meet_no_known_address_writes_nothing_when_it_does() {
    var known = fresh();
    var other = fresh();
    api.post(CUSTOMERS, person("Known", known));

    var reply = send("?atomic=true&onDuplicate=fail", line("Other", other) + line("X", known));
    var twice = send("?atomic=true&onDuplicate=fail", line("One", other) + line("Two", other));

    assertThat(reply.status()).as(reply.body()).isEqualTo(409);
    assertThat(reply.json().getString("detail")).contains("Line 2", "Nothing was written");
    assertThat(twice.status()).as(twice.body()).isEqualTo(409);
    assertThat(nameOf(other)).isEmpty();
    Awaitility.await().until(() -> sql.number("select count(*) from import_lines") == 0);
  }

  @Test
  void an_atomic_update_counts_as_any_other() {
    var known = fresh();
    var other = fresh();
    var path = customer(api.post(CUSTOMERS, person("Before", known)).id());
    api.get(path);

    var reply =
        send("?atomic=true&onDuplicate=update", line("After", known) + line("Other", other));

    assertCounts(reply, 2, 1, 1, 0, 0);
    assertThat(api.get(path).json().getString("name")).isEqualTo("After");
  }

  static List<JsonObject> errors(Web api, String importId) {
    var reply = api.get("/api/v1/imports/" + importId + "/errors");
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).isEqualTo(NDJSON);
    return reply.body().lines().map(JsonObject::new).toList();
  }
}
