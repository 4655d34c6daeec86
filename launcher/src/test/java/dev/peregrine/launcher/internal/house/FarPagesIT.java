package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static dev.peregrine.launcher.internal.house.Web.customer;
import static dev.peregrine.launcher.internal.house.Web.person;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.launcher.internal.house.Web.Reply;
import dev.peregrine.testkit.Sql;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pages far from the start of a list, as clients see them, and what Postgres reads for one.
class FarPagesIT {

  private static final int SEEDED = 20_000;

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
            + " select 'n' || n * 7919 % 9973, 'p' || n || '@example.org',"
            + " (array['individual', 'business', 'partner'])[1 + n % 3],"
            + " timestamptz '2026-01-01' + n * 104729 % 10007 * interval '1 minute'"
            + " from generate_series(1, "
            + SEEDED
            + ") n");
    sql.run("vacuum analyze customers");
    Awaitility.await("moves are carried over, marks cut")
        .until(() ->
            sql.number("select count(*) from customer_moves") == 0
                && widest("customer_name_marks") <= 4_000
                && widest("customer_age_marks") <= 4_000);
  }

  private static long widest(String marks) {
    return sql.number("select max(individuals + businesses + partners) from " + marks);
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @ParameterizedTest
  @CsvSource({
    "name, ''",
    "-name, ''",
    "createdAt, ''",
    "-createdAt, ''",
    "name, partner",
    "-createdAt, business"
  })
  void all_pages_together_are_the_list(String sort, String type) {
    var column = sort.endsWith("name") ? "name" : "created_at";
    var order = sort.startsWith("-") ? column + " desc, id desc" : column + ", id";
    var expected =
        sql.texts("select id from customers" + ListTexts.where(type) + " order by " + order);
    var query = "?pageSize=200&sort=" + sort + (type.isEmpty() ? "" : "&type=" + type) + "&page=";

    var found = new ArrayList<String>();
    for (var page = 1; page <= expected.size() / 200 + 1; page++) {
      var reply = api.get(CUSTOMERS + query + page);
      assertThat(reply.json().getInteger("totalCount")).isEqualTo(expected.size());
      found.addAll(ids(reply));
    }

    assertThat(found).isEqualTo(expected);
  }

  @Test
  void beyond_the_last_page_there_is_nothing_but_the_total() {
    for (var page : List.of("101", "1000000", "1000000000")) {
      var beyond = api.get(CUSTOMERS + "?pageSize=200&page=" + page);

      assertThat(ids(beyond)).isEmpty();
      assertThat(beyond.json().getInteger("totalCount")).isEqualTo(SEEDED);
    }
  }

  @Test
  void a_far_page_shows_what_was_just_written() {
    var before = ids(api.get(CUSTOMERS + "?page=300"));
    var first = api.post(CUSTOMERS, person("!first", "first@example.org"));
    var shifted = api.get(CUSTOMERS + "?page=300");
    api.send("PATCH", customer(first.id()), "{\"name\":\"~last\"}");
    var last = api.get(CUSTOMERS + "?page=401");
    api.delete(customer(first.id()));

    assertThat(ids(shifted).subList(1, 50)).isEqualTo(before.subList(0, 49));
    assertThat(shifted.json().getInteger("totalCount")).isEqualTo(SEEDED + 1);
    assertThat(ids(last)).containsExactly(Long.toString(first.id()));
    assertThat(ids(api.get(CUSTOMERS + "?page=300"))).isEqualTo(before);
  }

  @Test
  void a_far_page_reads_no_more_than_two_marks_hold() {
    var _ = ListTexts.on(sql);
    for (var text :
        List.of("listFarByName", "listFarByNameDown", "listFarByAge", "listFarByAgeDown")) {
      var plan =
          QueryPlan.of(
              sql,
              "explain (analyze, format json) execute " + text + "(50, " + (SEEDED - 1_050) + ")");
      var read =
          QueryPlan.nodes(plan).stream()
              .filter(node -> "customers".equals(node.getString("Relation Name")))
              .mapToLong(node ->
                  Math.round(node.getDouble("Actual Rows") * node.getDouble("Actual Loops")))
              .sum();

      assertThat(read).as(plan.encodePrettily()).isBetween(50L, 4_100L);
      assertThat(QueryPlan.nodes(plan))
          .extracting(node -> node.getString("Node Type"))
          .contains("Index Only Scan");
    }
    sql.run("deallocate all");
  }

  private static List<String> ids(Reply page) {
    assertThat(page.status()).as(page.body()).isEqualTo(200);
    return IntStream.range(0, page.items().size())
        .mapToObj(n -> page.items().getJsonObject(n).getLong("id").toString())
        .toList();
  }
}
