package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.GuardedHouse.MARK;
import static dev.peregrine.launcher.internal.house.GuardedHouse.assertClean;
import static dev.peregrine.launcher.internal.house.GuardedHouse.assertRefused;
import static dev.peregrine.launcher.internal.house.GuardedHouse.places;
import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.person;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// What clients must not send: each is told where it is wrong, and nothing of it is written.
class BadInputIT {

  private static final String LONG = MARK + "x".repeat(300);

  /// The values of one member that are wrong, as JSON; an empty text: the member is missing.
  private static final List<String> NO_TEXTS =
      List.of("", "null", "7", "true", "{}", "[]", "[\"zqxjk\"]");

  static final List<String> BAD_NAMES =
      with(
          NO_TEXTS,
          quoted("", "   ", LONG, "zq\\u0000xjk", "zq\\nxjk", "zq\\u007fxjk", "zq\\ud800xjk"));

  static final List<String> BAD_EMAILS =
      with(
          NO_TEXTS,
          quoted(
              "",
              MARK,
              MARK + "@",
              "@zqxjk.org",
              "zqxjk@zqxjk",
              "a@b@zqxjk.org",
              "zqxjk@-x.org",
              "zqxjk@x..org",
              ".zqxjk@x.org",
              "zqxjk.@x.org",
              "z q@x.org",
              "<z@x.org>",
              "zqxjk@x.org\\r\\nBcc: all@x.org",
              "zqxjk@[127.0.0.1]",
              "\\\"zqxjk\\\"@x.org",
              "zöqxjk@x.org",
              LONG + "@x.org",
              "zqxjk@" + "x.".repeat(130) + "org"));

  static final List<String> BAD_TYPES = with(NO_TEXTS, quoted("", MARK, "INDIVIDUAL", " business"));

  static final List<String> BAD_TOTALS =
      with(
          NO_TEXTS,
          quoted(
              "",
              MARK,
              "-0.01",
              "1.234",
              "1e3",
              "1,00",
              "+1",
              "0x1",
              " 1",
              "1.",
              ".5",
              "NaN",
              "1000000000000",
              "9".repeat(400)));

  static final List<String> BAD_CURRENCIES =
      with(NO_TEXTS, quoted("", "EU", "EURO", "eur", "ZZZ", "E\\u0000R"));

  static final List<String> NO_OBJECTS =
      List.of(
          "",
          " ",
          "{",
          "{\"name\":\"zqxjk\"",
          "[]",
          "null",
          "\"zqxjk\"",
          "7",
          "{} {}",
          "{}x",
          "{'name':'zqxjk'}",
          "{\"name\":zqxjk}",
          "{\"name\":\"zqxjk\",}",
          "// zqxjk\n{}",
          "{\"name\":\"zqxjk\",\"name\":\"b\"}",
          "{\"name\":" + "[".repeat(20_000),
          "{\"x\":" + "[".repeat(1_000) + "]".repeat(1_000) + "}",
          "\ufeff{\"name\":\"zqxjk\"}");

  @TempDir private static Path home;
  private static GuardedHouse house;
  private static Web api;

  @BeforeAll
  static void open() {
    house = new GuardedHouse(home);
    api = house.api;
  }

  @BeforeEach
  void look() {
    house.look();
  }

  @AfterEach
  void nothing_was_written() {
    house.assertUntouched();
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @ParameterizedTest
  @FieldSource("BAD_NAMES")
  void a_bad_name_is_named(String value) {
    refuseEverywhere("name", value);
  }

  @ParameterizedTest
  @FieldSource("BAD_EMAILS")
  void a_bad_address_is_named(String value) {
    refuseEverywhere("email", value);
  }

  @ParameterizedTest
  @FieldSource("BAD_TYPES")
  void a_bad_type_is_named(String value) {
    refuseEverywhere("type", value);
  }

  private static void refuseEverywhere(String field, String value) {
    var body =
        body("{\"name\":\"Ada\",\"email\":\"new@example.org\",\"type\":\"partner\"}", field, value);
    var path = house.known;

    assertRefused(api.send("POST", CUSTOMERS, body), "/" + field);
    assertRefused(api.send("PUT", path, body, "If-Match", "*"), "/" + field);
    if (!value.isEmpty()) {
      assertRefused(api.send("PATCH", path, body), "/" + field);
    }
  }

  @ParameterizedTest
  @FieldSource("BAD_TOTALS")
  void a_bad_total_is_named(String value) {
    var body = body("{\"total\":\"1.00\",\"currency\":\"EUR\"}", "total", value);

    assertRefused(api.send("POST", house.known + "/orders", body), "/total");
  }

  @ParameterizedTest
  @FieldSource("BAD_CURRENCIES")
  void a_bad_currency_is_named(String value) {
    var body = body("{\"total\":\"1.00\",\"currency\":\"EUR\"}", "currency", value);

    assertRefused(api.send("POST", house.known + "/orders", body), "/currency");
  }

  @Test
  void all_that_is_wrong_is_named_at_once() {
    var refused = api.send("POST", CUSTOMERS, "{\"name\":\"\",\"type\":7,\"id\":1,\"a/b~c\":1}");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(places(refused))
        .containsExactlyInAnyOrder("/name", "/email", "/type", "/id", "/a~1b~0c");
  }

  @ParameterizedTest
  @FieldSource("NO_OBJECTS")
  void a_body_that_is_no_object_is_refused(String body) {
    assertRefused(api.send("POST", CUSTOMERS, body), "");
    assertRefused(api.send("PUT", house.known, body, "If-Match", "*"), "");
    assertRefused(api.send("PATCH", house.known, body), "");
    assertRefused(api.send("POST", house.known + "/orders", body), "");
  }

  @Test
  void a_body_that_is_not_utf_8_is_refused() {
    var bytes = person("Ada", "new@example.org").encode().getBytes(StandardCharsets.UTF_8);
    for (var bad : new int[] {0xff, 0xc0, 0xed}) {
      var body = bytes.clone();
      body[10] = (byte) bad;

      var refused =
          api.send(
              "POST",
              CUSTOMERS,
              BodyPublishers.ofByteArray(body),
              "Content-Type",
              "application/json");

      assertRefused(refused, "");
    }
  }

  @Test
  void a_body_of_megabytes_is_refused_however_it_comes() {
    var bytes = new byte[2 << 20];
    Arrays.fill(bytes, (byte) ' ');

    for (var body :
        List.<BodyPublisher>of(
            BodyPublishers.ofByteArray(bytes),
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))) {
      var refused = api.send("POST", CUSTOMERS, body, "Content-Type", "application/json");

      assertThat(refused.status()).isEqualTo(413);
      assertClean(refused);
    }
    assertThat(api.get(house.known).status()).isEqualTo(200);
  }

  private static String body(String whole, String field, String value) {
    var json = new JsonObject(whole);
    json.remove(field);
    var rest = json.encode();
    return value.isEmpty() ? rest : "{\"" + field + "\":" + value + "," + rest.substring(1);
  }

  private static List<String> quoted(String... texts) {
    return Stream.of(texts).map(text -> "\"" + text + "\"").toList();
  }

  private static List<String> with(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }
}
