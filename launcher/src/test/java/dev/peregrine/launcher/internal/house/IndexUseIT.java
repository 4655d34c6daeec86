package dev.peregrine.launcher.internal.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.persistence.Statement;
import dev.peregrine.testkit.Sql;
import java.util.ArrayDeque;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Which indexes Postgres uses on tables of some size, for what an index was made for.
class IndexUseIT {

  private static Sql sql;

  @BeforeAll
  static void open() {
    sql = SeededTables.open();
  }

  @AfterAll
  static void close() {
    sql.close();
  }

  @ParameterizedTest
  @CsvSource({
    "customers.export, customers_pkey",
    "customers.exportTyped, customers_pkey",
    "customers.importRefusals, import_refusals_pkey"
  })
  void exports_that_do_not_search_and_refusals_come_unsorted_from_an_index(
      String name, String index) {
    var plan = QueryPlan.of(sql, "explain (generic_plan, format json) " + named(name).text());

    assertThat(QueryPlan.nodes(plan))
        .as(plan.encodePrettily())
        .filteredOn(node -> node.containsKey("Relation Name"))
        .extracting(node -> node.getString("Node Type") + " " + node.getString("Index Name"))
        .containsExactly("Index Scan " + index);
    assertThat(QueryPlan.nodes(plan))
        .noneMatch(node -> node.getString("Node Type").contains("Sort"));
  }

  private static Stream<Statement> searches() {
    return EveryStatementIT.all().stream()
        .filter(one -> one.name().matches("customers.list.*Searched.*"));
  }

  /// Looks for three characters that nobody has; of places in the order, for the middle.
  @ParameterizedTest
  @MethodSource("searches")
  void a_search_for_what_few_have_reads_no_more_than_what_both_trigram_indexes_name(
      Statement statement) {
    sql.run("prepare searching as " + statement.text());
    var types =
        sql.texts(
            "select unnest(parameter_types)::text from pg_prepared_statements"
                + " where name = 'searching'");
    var texts =
        new ArrayDeque<>(
            statement.name().contains("Typed")
                ? List.of("'partner'", "'%zeb%'", "'8'")
                : List.of("'%zeb%'", "'8'"));
    var values =
        types.stream()
            .map(type ->
                switch (type) {
                  case "text" -> texts.remove();
                  case "timestamp with time zone" -> "now() - interval '7 days'";
                  default -> "50";
                })
            .collect(Collectors.joining(", ", "(", ")"));

    var plan = QueryPlan.of(sql, "explain (format json) execute searching" + values);
    sql.run("deallocate searching");

    assertThat(QueryPlan.nodes(plan))
        .as(plan.encodePrettily())
        .filteredOn(node -> "customers".equals(node.getString("Relation Name")))
        .isNotEmpty()
        .allMatch(node -> node.getString("Node Type").equals("Bitmap Heap Scan"));
    assertThat(QueryPlan.nodes(plan))
        .filteredOn(node -> node.containsKey("Index Name"))
        .extracting(node -> node.getString("Index Name"))
        .containsOnly("customers_name_parts", "customers_email_parts");
  }

  /// What a node asks for once a second or more often, with values of that size.
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "outbox.claim; ('mail', 64, 30000)",
        "customers.claim; (16, 30000, 900000)",
        "customers.importClaim; ''",
        "customers.importTend; (array[gen_random_uuid()])",
        "customers.importSweep; (604800)"
      })
  void no_claim_behind_the_scenes_reads_a_table_whole(String name, String values) {
    sql.run("prepare claiming as " + named(name).text());

    var plan = QueryPlan.of(sql, "explain (format json) execute claiming" + values);
    sql.run("deallocate claiming");

    assertThat(QueryPlan.nodes(plan))
        .as(plan.encodePrettily())
        .noneMatch(node -> node.getString("Node Type").equals("Seq Scan"));
  }

  static Statement named(String name) {
    return EveryStatementIT.all().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
