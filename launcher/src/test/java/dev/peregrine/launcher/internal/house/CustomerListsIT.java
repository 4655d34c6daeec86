package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.customer;
import static dev.peregrine.launcher.internal.house.Web.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.launcher.internal.house.Web.Reply;
import dev.peregrine.testkit.Sql;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Lists of customers, as clients page through them.
class CustomerListsIT {

  /// Names that collate differently elsewhere, or that a pattern would take for more than they are.
  private static final String NAMES =
      "'Ada','ada','ADA','Åse','Zoe','Émile','漢字','🦅','100% Wool','100 Wool','a_b','a-b','a\\b',"
          + "'O''Neil','<b>','x+y & z'";

  @TempDir private static Path home;
  private static RunningHouse house;
  private static Web api;
  private static Sql sql;

  @BeforeAll
  static void open() {
    house = RunningHouse.start(home);
    api = house.api();
    sql = house.sql();
    sql.run(
        "insert into customers (name, email, type, created_at)"
            + " select names[1 + n % 16], 'p' || n || '@example.org',"
            + " (array['individual', 'business', 'partner'])[1 + n % 3],"
            + " timestamptz '2026-01-01' + (n / 4) * interval '1 hour' + n % 2 * interval '1 us'"
            + " from generate_series(1, 90) n, (select array["
            + NAMES
            + "] as names) all_names");
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @Test
  void pages_are_ordered_by_name_and_id_and_tell_the_total() {
    var pages = new ArrayList<Reply>();
    for (var number = 1; number <= 5; number++) {
      pages.add(api.get(CUSTOMERS + "?pageSize=20&page=" + number));
    }

    var rows = pages.stream().flatMap(page -> rows(page).stream()).toList();

    assertThat(rows).hasSize(90).isSortedAccordingTo(byNameAndId());
    assertThat(rows.stream().map(row -> row.getLong("id"))).doesNotHaveDuplicates();
    assertThat(pages.getLast().json().fieldNames())
        .containsExactly("items", "totalCount", "pageNumber", "pageSize");
    assertThat(pages.getLast().json().getLong("totalCount")).isEqualTo(90);
    assertThat(pages.getLast().json().getInteger("pageNumber")).isEqualTo(5);
    assertThat(pages.getLast().json().getInteger("pageSize")).isEqualTo(20);
    assertThat(rows.getFirst().fieldNames())
        .containsExactly("id", "name", "email", "type", "createdAt", "updatedAt", "version");
  }

  @Test
  void the_first_fifty_come_when_nothing_is_said() {
    var usual = api.get(CUSTOMERS).json();
    var beyond = api.get(CUSTOMERS + "?page=1000000000&pageSize=200").json();

    assertThat(usual.getJsonArray("items")).hasSize(50);
    assertThat(usual.getInteger("pageNumber")).isEqualTo(1);
    assertThat(usual.getInteger("pageSize")).isEqualTo(50);
    assertThat(beyond.getJsonArray("items")).isEmpty();
    assertThat(beyond.getLong("totalCount")).isEqualTo(90);
  }

  @ParameterizedTest
  @CsvSource({
    "name, ''",
    "-name, ''",
    "createdAt, ''",
    "-createdAt, ''",
    "name, &type=partner",
    "-createdAt, &type=business",
    "name, &q=A",
    "-name, &q=a&type=individual",
    "createdAt, &q=p1",
    "-createdAt, &q=p1&type=partner"
  })
  void keyset_pages_show_the_same_rows_both_ways(String sort, String filter) {
    var query = "?sort=" + sort + filter;
    var expected = rows(api.get(CUSTOMERS + query + "&pageSize=200"));

    var forwards = walk(query, api.get(CUSTOMERS + query + "&limit=7"), "nextCursor");
    var backwards = walk(query, forwards.getLast(), "prevCursor").reversed();

    assertThat(forwards).hasSize((expected.size() + 6) / 7);
    assertThat(forwards.getFirst().json().getString("prevCursor")).isNull();
    assertThat(forwards.stream().flatMap(page -> rows(page).stream()).toList()).isEqualTo(expected);
    assertThat(backwards.stream().flatMap(page -> rows(page).stream()).toList())
        .isEqualTo(expected);
    assertThat(backwards.getFirst().json().getString("prevCursor")).isNull();
  }

  private static List<Reply> walk(String query, Reply from, String cursorName) {
    var pages = new ArrayList<>(List.of(from));
    for (var cursor = cursor(from, cursorName);
        cursor != null && pages.size() < 100;
        cursor = cursor(pages.getLast(), cursorName)) {
      pages.add(api.get(CUSTOMERS + query + "&limit=7&cursor=" + cursor));
    }
    return pages;
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "-name", "createdAt", "-createdAt"})
  void sorts_are_what_they_say(String sort) {
    var rows = rows(api.get(CUSTOMERS + "?pageSize=200&sort=" + sort));

    var upwards = sort.endsWith("name") ? byNameAndId() : byAgeAndId();
    assertThat(rows)
        .hasSize(90)
        .isSortedAccordingTo(sort.startsWith("-") ? upwards.reversed() : upwards);
  }

  @Test
  void links_lead_to_the_windows_beside() {
    var first = api.get(CUSTOMERS + "?limit=7&q=x%2By%20%26&sort=-createdAt");
    var start = api.get(CUSTOMERS + "?limit=2&q=x%2By%20%26&sort=-createdAt");

    var second = api.get(link(start, "next"));
    var back = api.get(link(second, "prev"));

    assertThat(rows(first)).hasSize(5);
    assertThat(first.header("Link")).as("nothing beside it").isEmpty();
    assertThat(rows(start)).isEqualTo(rows(first).subList(0, 2));
    assertThat(rows(second)).isEqualTo(rows(first).subList(2, 4));
    assertThat(rows(back)).isEqualTo(rows(start));
  }

  @Test
  void a_cursor_is_of_use_for_its_own_list_only() {
    var cursor = cursor(api.get(CUSTOMERS + "?limit=7"), "nextCursor");
    var middle = cursor.length() / 2;
    var forged =
        cursor.substring(0, middle)
            + (cursor.charAt(middle) == 'A' ? 'B' : 'A')
            + cursor.substring(middle + 1);
    var ofOrders = "/1/orders?limit=7&cursor=" + cursor;

    for (var path :
        List.of(
            "?limit=7&cursor=" + forged,
            "?limit=7&cursor=" + cursor.substring(0, cursor.length() - 4),
            "?limit=7&cursor=" + cursor.substring(0, 8),
            "?limit=7&cursor=",
            "?limit=7&cursor=%00%C3%A9",
            "?limit=7&cursor=" + "A".repeat(3_000),
            "?limit=7&type=partner&cursor=" + cursor,
            "?limit=7&q=a&cursor=" + cursor,
            "?limit=7&sort=-name&cursor=" + cursor,
            ofOrders)) {
      var refused = api.get(CUSTOMERS + path);

      assertThat(refused.status()).as(path).isEqualTo(400);
      assertThat(parameter(refused)).as(path).isEqualTo("cursor");
    }
    assertThat(api.get(CUSTOMERS + "?limit=9&cursor=" + cursor).status())
        .as("another limit is no other list")
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"%", "_", "\\", "'", "a_b", "%W", "<b>", "x+y & z", "漢", "🦅", "É", "🦅x"})
  void a_search_takes_every_character_for_itself(String part) {
    var q = URLEncoder.encode(part, StandardCharsets.UTF_8);

    var found = api.get(CUSTOMERS + "?pageSize=200&q=" + q);

    var all = rows(api.get(CUSTOMERS + "?pageSize=200"));
    Predicate<JsonObject> has =
        row -> row.getString("name").contains(part) || row.getString("email").contains(part);
    assertThat(rows(found)).isEqualTo(all.stream().filter(has).toList());
    assertThat(found.json().getLong("totalCount")).isEqualTo(rows(found).size());
    assertThat(rows(api.get(CUSTOMERS + "?limit=200&q=" + q))).isEqualTo(rows(found));
  }

  @Test
  void a_search_looks_into_names_and_addresses_in_any_case() {
    var names = rows(api.get(CUSTOMERS + "?pageSize=200&q=aDa"));
    var addresses = rows(api.get(CUSTOMERS + "?pageSize=200&q=P77%40Ex"));

    assertThat(names).hasSize(17).allMatch(row -> row.getString("name").equalsIgnoreCase("ada"));
    assertThat(addresses)
        .extracting(row -> row.getString("email"))
        .containsExactly("p77@example.org");
  }

  @Test
  void a_type_shows_only_its_own() {
    var partners = api.get(CUSTOMERS + "?pageSize=200&type=partner");

    assertThat(rows(partners)).hasSize(30).allMatch(row -> row.getString("type").equals("partner"));
    assertThat(partners.json().getLong("totalCount")).isEqualTo(30);
  }

  @Test
  void a_list_shows_what_was_just_written() {
    var created = api.post(CUSTOMERS, person("Listed at once", "at-once@example.org"));
    var listed = rows(api.get(CUSTOMERS + "?q=at-once"));
    api.send("PATCH", customer(created.id()), "{\"name\":\"Renamed\"}");
    var renamed = rows(api.get(CUSTOMERS + "?limit=5&q=at-once"));
    api.delete(customer(created.id()));

    assertThat(listed).extracting(row -> row.getString("name")).containsExactly("Listed at once");
    assertThat(renamed).extracting(row -> row.getString("name")).containsExactly("Renamed");
    assertThat(rows(api.get(CUSTOMERS + "?q=at-once"))).isEmpty();
  }

  private static List<JsonObject> rows(Reply page) {
    assertThat(page.status()).as(page.body()).isEqualTo(200);
    return page.items().stream().map(JsonObject.class::cast).toList();
  }

  private static String cursor(Reply page, String name) {
    return page.json().getString(name);
  }

  private static String link(Reply page, String relation) {
    return Stream.of(page.header("Link").split(", "))
        .map(Pattern.compile("<(.+)>; rel=\"" + relation + "\"")::matcher)
        .filter(Matcher::matches)
        .map(found -> found.group(1))
        .findFirst()
        .orElseThrow();
  }

  private static String parameter(Reply refused) {
    JsonArray errors = refused.json().getJsonArray("errors");
    return errors.getJsonObject(0).getString("parameter");
  }

  /// By code point, which is the order of the bytes of UTF-8.
  private static Comparator<JsonObject> byNameAndId() {
    return Comparator.<JsonObject, byte[]>comparing(
            row -> row.getString("name").getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned)
        .thenComparing(row -> row.getLong("id"));
  }

  private static Comparator<JsonObject> byAgeAndId() {
    return Comparator.<JsonObject, Instant>comparing(
            row -> Instant.parse(row.getString("createdAt")))
        .thenComparing(row -> row.getLong("id"));
  }
}
