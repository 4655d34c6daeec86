package dev.peregrine.launcher.internal.house;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.bus.Call;
import dev.peregrine.customers.Customers;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.DatabaseConfig;
import dev.peregrine.persistence.Outbox;
import dev.peregrine.persistence.Purpose;
import dev.peregrine.persistence.Statement;
import dev.peregrine.testkit.Servers;
import dev.peregrine.testkit.Sql;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every SQL text of the project, as Postgres sees it: typed, and planned on tables of some size.
class EveryStatementIT {

  /// Small, and read whole on purpose: three rows, what was not carried over yet, and the marks of
  /// one order.
  private static final Set<String> READ_WHOLE =
      Set.of("customer_totals", "customer_moves", "customer_name_marks", "customer_age_marks");

  /// No text of this kind can be prepared by name.
  private static final Set<String> UNPREPARED = Set.of("customers.tidy");

  private static Sql sql;

  @BeforeAll
  static void open() {
    sql = SeededTables.open();
  }

  @AfterAll
  static void close() {
    sql.close();
  }

  static List<Statement> all() {
    var stores = Customers.stores().stream().flatMap(store -> store.statements().stream());
    return Stream.concat(stores, Outbox.STATEMENTS.stream()).toList();
  }

  @Test
  void names_are_given_once() {
    assertThat(all()).extracting(Statement::name).hasSizeGreaterThan(70).doesNotHaveDuplicates();
  }

  private static Stream<Statement> prepared() {
    return all().stream().filter(one -> !UNPREPARED.contains(one.name()));
  }

  @ParameterizedTest
  @MethodSource("prepared")
  void every_statement_can_be_prepared_and_its_parameters_have_types(Statement statement) {
    sql.run("prepare checked as " + statement.text());

    var types =
        sql.texts(
            "select unnest(parameter_types)::text from pg_prepared_statements"
                + " where name = 'checked'");
    sql.run("deallocate checked");

    assertThat(types).hasSize(statement.parameters()).doesNotContain("unknown");
  }

  @Test
  void the_ping_is_prepared_as_well() {
    var vertx = Vertx.vertx();
    var seen = new ArrayList<Statement>();
    URI server = Servers.postgres().uri();
    var database =
        Database.open(vertx, DatabaseConfig.defaults(), server, List.of())
            .measuredBy((statement, kind, nanos) -> seen.add(statement));
    try {
      await(database.ping(Call.background("test", Duration.ofSeconds(10))));
    } finally {
      await(vertx.close());
    }

    assertThat(seen).hasSize(1);
    every_statement_can_be_prepared_and_its_parameters_have_types(seen.getFirst());
  }

  private static Stream<Statement> pointReads() {
    return all().stream().filter(one -> one.purpose() == Purpose.READ);
  }

  private static Stream<Statement> changes() {
    return all().stream().filter(one -> one.purpose() == Purpose.WRITE);
  }

  /// A substring may be anywhere, and how many have it is counted, so searches have a test of their
  /// own.
  private static Stream<Statement> lists() {
    return all().stream()
        .filter(one -> one.purpose() == Purpose.LIST)
        .filter(one -> !one.name().contains("Searched"));
  }

  private static Stream<Statement> pages() {
    return lists().filter(one -> one.name().matches("customers.list(Page|Far).*"));
  }

  private static Stream<Statement> keysets() {
    return lists().filter(one -> !one.name().matches("customers.list(Page|Far).*"));
  }

  @ParameterizedTest
  @MethodSource({"pointReads", "changes", "lists"})
  void no_table_is_read_whole_for_a_few_rows(Statement statement) {
    var plan = plan(statement);

    assertThat(nodes(plan))
        .as(plan.encodePrettily())
        .noneMatch(node ->
            node.getString("Node Type").equals("Seq Scan")
                && !READ_WHOLE.contains(node.getString("Relation Name")));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void no_page_counts_or_sorts_what_is_not_on_it(Statement statement) {
    var nodes = nodes(plan(statement));

    assertThat(nodes)
        .as(nodes.getFirst().encodePrettily())
        .filteredOn(node -> "customers".equals(node.getString("Relation Name")))
        .isNotEmpty()
        .allMatch(node -> node.getString("Node Type").matches("Index (Only )?Scan"));
  }

  @ParameterizedTest
  @MethodSource("keysets")
  void no_keyset_page_is_sorted(Statement statement) {
    var plan = plan(statement);

    assertThat(nodes(plan))
        .as(plan.encodePrettily())
        .noneMatch(node -> node.getString("Node Type").contains("Sort"));
  }

  private static JsonObject plan(Statement statement) {
    return QueryPlan.of(sql, "explain (generic_plan, format json) " + statement.text());
  }

  private static List<JsonObject> nodes(JsonObject plan) {
    return QueryPlan.nodes(plan);
  }
}
