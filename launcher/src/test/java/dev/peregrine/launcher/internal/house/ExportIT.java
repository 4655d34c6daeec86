package dev.peregrine.launcher.internal.house;

import static dev.peregrine.launcher.internal.house.ImportIT.IMPORT;
import static dev.peregrine.launcher.internal.house.Web.CUSTOMERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.launcher.internal.cli.Cli;
import dev.peregrine.testkit.Sql;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Customers into a file and back, over HTTP and with the commands.
class ExportIT {

  private static final String EXPORT = CUSTOMERS + "/export";
  private static final int MANY = 2_345;

  private static final String PEOPLE = "select name || '|' || email || '|' || type from customers";

  @TempDir private static Path home;
  @TempDir private Path files;
  private static RunningHouse house;
  private static Web api;
  private static Sql sql;
  private static String url;

  @BeforeAll
  static void open() {
    house = RunningHouse.start(home);
    api = house.api();
    url = api.address().toString();
    sql = house.sql();
  }

  @AfterAll
  static void close() {
    house.close();
  }

  @BeforeEach
  void fill() {
    sql.run("delete from customers");
    sql.run(
        "insert into customers (name, email, type) select (array['=1+1', '+49 30', '-x', '@y',"
            + " '''quoted', 'a,\"b\"', 'Zoë 😀', ' space '])[1 + n % 8] || n,"
            + " 'c' || n || '@example.org', (array['individual', 'business', 'partner'])[1 + n % 3]"
            + " from generate_series(1, "
            + MANY
            + ") n");
    sql.run("insert into customers (name, email, type) values ('+', '+a@example.org', 'partner')");
  }

  private static List<String> people() {
    return sql.texts(PEOPLE + " order by email");
  }

  @ParameterizedTest
  @CsvSource({"ndjson, application/x-ndjson", "csv, text/csv"})
  void what_was_exported_is_imported_as_it_was(String format, String type) {
    var before = people();

    var exported = api.get(EXPORT + "?format=" + format);
    sql.run("delete from customers");
    var imported =
        api.send("POST", IMPORT, BodyPublishers.ofString(exported.body()), "Content-Type", type);

    assertThat(exported.status()).isEqualTo(200);
    assertThat(exported.header("Content-Type")).startsWith(type);
    assertThat(exported.header("Content-Disposition")).contains("customers." + format);
    assertThat(imported.json().getInteger("imported")).as(imported.body()).isEqualTo(MANY + 1);
    assertThat(people()).isEqualTo(before);
  }

  @Test
  void no_cell_of_a_table_is_a_formula() {
    var exported = api.get(EXPORT + "?format=csv").body();

    assertThat(exported.lines().findFirst())
        .contains("id,name,email,type,createdAt,updatedAt,version");
    assertThat(exported.lines().skip(1).flatMap(row -> List.of(row.split(",")).stream()))
        .hasSizeGreaterThan(MANY)
        .noneMatch(cell -> cell.matches("\"?[=+\\-@\\t].*"));
  }

  @Test
  void lines_are_customers_as_lists_show_them_in_the_order_of_their_ids() {
    var exported = api.get(EXPORT).body().lines().map(JsonObject::new).toList();
    var listed = api.get(CUSTOMERS + "?pageSize=1&sort=createdAt").items().getJsonObject(0);

    assertThat(exported).hasSize(MANY + 1);
    assertThat(exported).extracting(row -> row.getLong("id")).isSorted().doesNotHaveDuplicates();
    assertThat(exported.getFirst().fieldNames()).isEqualTo(listed.fieldNames());
  }

  @Test
  void filters_are_those_of_the_list() {
    assertThat(count("?type=partner")).isEqualTo(total("&type=partner")).isPositive();
    assertThat(count("?q=c1")).isEqualTo(total("&q=c1")).isPositive();
    assertThat(count("?q=c1&type=business")).isEqualTo(total("&q=c1&type=business")).isPositive();
    assertThat(count("?q=nobody-at-all")).isZero();
    assertThat(api.get(EXPORT + "?format=csv&q=nobody-at-all").body().lines()).hasSize(1);
  }

  private static long count(String query) {
    return api.get(EXPORT + query).body().lines().count();
  }

  private static long total(String query) {
    return api.get(CUSTOMERS + "?pageSize=1" + query).json().getLong("totalCount");
  }

  @ParameterizedTest
  @CsvSource({"?format=xml", "?format=", "?type=nobody", "?q=", "?sort=name", "?page=1", "?q=%00"})
  void what_is_asked_wrongly_is_refused(String query) {
    assertThat(api.get(EXPORT + query).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({"people.csv", "people.ndjson", "people"})
  void the_commands_write_a_file_and_read_it_back(String name) throws IOException {
    var before = people();
    var file = files.resolve(name);

    var exported = run("export", file.toString(), "--url", url);
    sql.run("delete from customers");
    var imported = run("import", file.toString(), "--url", url, "--atomic");

    assertThat(exported).isZero();
    assertThat(imported).isZero();
    assertThat(people()).isEqualTo(before);
    try (var left = Files.list(files)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void a_file_with_lines_that_are_wrong_ends_with_65_and_the_rest_is_imported() throws IOException {
    var file =
        Files.writeString(
            files.resolve("a.csv"), "name,email,type\nA,a@example.org,partner\nB,b,c\n");

    assertThat(run("import", file.toString(), "--url", url)).isEqualTo(65);
    assertThat(sql.number("select count(*) from customers where email = 'a@example.org'")).isOne();
    assertThat(run("import", file.toString(), "--url", url, "--on-duplicate", "fail"))
        .isEqualTo(65);
    assertThat(run("import", file.toString(), "--url", url, "--format", "ndjson")).isEqualTo(65);
  }

  @Test
  void what_is_not_there_is_told_by_the_exit_code() throws IOException {
    var file = Files.writeString(files.resolve("a.ndjson"), "");
    var nowhere = files.resolve("none").resolve("a.csv").toString();

    assertThat(run("import", nowhere, "--url", url)).isEqualTo(66);
    assertThat(run("export", nowhere, "--url", url)).isEqualTo(73);
    assertThat(run("import", file.toString(), "--url", "http://127.0.0.1:1")).isEqualTo(69);
    assertThat(run("export", file.toString(), "--url", "http://127.0.0.1:1")).isEqualTo(69);
    assertThat(run("export", file.toString(), "--url", url, "--type", "nobody")).isEqualTo(65);
    assertThat(run("import", file.toString(), "--url", url)).isZero();
  }

  private static int run(String... arguments) {
    return Cli.run(new Peregrine(home), arguments);
  }
}
