package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.GuardedHouse.assertClean;
import static dev.peregrine.launcher.internal.house.GuardedHouse.assertNamed;
import static dev.peregrine.launcher.internal.house.GuardedHouse.assertRefused;
import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.person;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that go astray before their body counts: paths, parameters, methods, kinds of bodies.
class BadRequestIT {

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
  @ValueSource(
      strings = {"text/plain", "text/csv", "application/xml", "application/json; charset=latin1"})
  void a_body_of_another_kind_is_refused(String mediaType) {
    var body = BodyPublishers.ofString(person("Ada", "new@example.org").encode());

    var posted = api.send("POST", CUSTOMERS, body, "Content-Type", mediaType);
    var unnamed = api.send("POST", CUSTOMERS, body);
    var coded =
        api.send(
            "POST",
            CUSTOMERS,
            body,
            "Content-Type",
            "application/json",
            "Content-Encoding",
            "gzip");

    for (var refused : List.of(posted, unnamed, coded)) {
      assertThat(refused.status()).isEqualTo(415);
      assertClean(refused);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "9223372036854775808",
        "zqxjk",
        "1.0",
        "+1",
        "1%20",
        "%00",
        "1e1",
        "%D9%A1"
      })
  void an_id_that_is_none_is_named(String id) {
    var path = CUSTOMERS + "/" + id;
    var person = person("Ada", "new@example.org").encode();

    assertRefused(api.get(path), "id");
    assertRefused(api.send("PUT", path, person, "If-Match", "*"), "id");
    assertRefused(api.send("PATCH", path, person), "id");
    assertRefused(api.delete(path), "id");
    assertRefused(api.get(path + "/orders"), "id");
    assertRefused(
        api.send("POST", path + "/orders", "{\"total\":\"1.00\",\"currency\":\"EUR\"}"), "id");
  }

  @ParameterizedTest
  @CsvSource({
    "pageSize=0, pageSize",
    "pageSize=201, pageSize",
    "pageSize=1000000000, pageSize",
    "pageSize=-1, pageSize",
    "pageSize=zqxjk, pageSize",
    "pageSize=, pageSize",
    "pageSize=99999999999999999999, pageSize",
    "pageSize=%2B5, pageSize",
    "pageSize=%D9%A5, pageSize",
    "page=0, page",
    "page=-1, page",
    "page=1000000001, page",
    "page=1000000000000, page",
    "page=1&page=2, page",
    "limit=0, limit",
    "limit=201, limit",
    "limit=zqxjk, limit",
    "limit=1000000000, limit",
    "page=1&cursor=zqxjk, page",
    "pageSize=5&cursor=zqxjk, page",
    "cursor=zqxjk, cursor",
    "page=1&limit=5, page",
    "type=zqxjk, type",
    "type=, type",
    "sort=zqxjk, sort",
    "sort=Name, sort",
    "sort=email, sort",
    "q=, q",
    "q=%00, q",
    "q=%C3, ''",
    "zqxjk=1, zqxjk",
    "Page=1, Page"
  })
  void a_bad_parameter_of_a_list_is_named(String query, String parameter) {
    assertNamed(api.get(CUSTOMERS + "?" + query), parameter);
  }

  @Test
  void a_search_for_very_long_texts_is_refused() {
    assertNamed(api.get(CUSTOMERS + "?q=" + "x".repeat(101)), "q");
    assertThat(api.get(CUSTOMERS + "?q=" + "x".repeat(100)).status()).isEqualTo(200);
    assertThat(api.get(CUSTOMERS + "?q=" + "%F0%9F%A6%85".repeat(100)).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "DELETE", "PUT", "PATCH", "POST"})
  void an_unknown_parameter_is_named(String method) {
    var person = person("Ada", "new@example.org").encode();
    var path = method.equals("POST") ? CUSTOMERS : house.known;
    var bodied = !method.equals("GET") && !method.equals("DELETE");

    var refused =
        bodied
            ? api.send(method, path + "?zqxjk=1", person, "If-Match", "*")
            : api.send(method, path + "?zqxjk=1", BodyPublishers.noBody());

    assertNamed(refused, "zqxjk");
    assertNamed(api.get(house.known + "/orders" + "?page=1"), "page");
    assertNamed(
        api.send(
            "POST",
            house.known + "/orders" + "?zqxjk=1",
            "{\"total\":\"1.00\",\"currency\":\"EUR\"}"),
        "zqxjk");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, '', 405", "PATCH, '', 405", "DELETE, '', 405", "POST, /1, 405", "DELETE, /1/orders, 405",
    "TRACE, '', 405", "GET, /1/zqxjk, 404", "GET, /1/, 404", "GET, /, 404", "GET, s, 404",
    "POST, /1/2/orders, 404"
  })
  void another_method_or_path_is_told_so(String method, String path, int status) {
    var refused = api.send(method, CUSTOMERS + path, BodyPublishers.noBody());

    assertThat(refused.status()).isEqualTo(status);
    assertThat(refused.header("Allow").isEmpty()).isEqualTo(status == 404);
    assertClean(refused);
  }
}
