package dev.peregrine.persistence;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.bus.Call;
import dev.peregrine.persistence.Finding.Kind;
import dev.peregrine.testkit.PostgresServer;
import dev.peregrine.testkit.Servers;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class DatabaseInsightIT {

  private static final Statement BY_HALL =
      Statement.list("test.byHall", "select number from seats where hall = $1::int");
  private static final Statement BY_SIDE =
      Statement.list("test.bySide", "select number from seats where side = $1::int");
  private static final Statement BY_EITHER =
      Statement.list(
          "test.byEither", "select number from seats where hall = $1::int or note = $2::text");

  private final URI server = Servers.postgres().freshDatabase();
  private Database database;
  private DatabaseInsight insight;
  private Connection sql;

  @BeforeEach
  void fill(Vertx vertx) throws SQLException {
    database = Database.open(vertx, DatabaseConfig.defaults(), server, List.of());
    insight = new DatabaseInsight(database, 256 << 10);
    sql = DriverManager.getConnection(PostgresServer.jdbcUrl(server));
    execute("create table seats (number int primary key, hall int, side int, note text)");
    execute(
        "insert into seats select n, n / 10, n % 2, md5(n::text)"
            + " from generate_series(1, 20000) as n");
    execute("create table halls (id int)");
    execute("insert into halls values (1)");
    execute("analyze");
  }

  @AfterEach
  void close() throws SQLException {
    sql.close();
    await(database.close());
  }

  @Test
  void large_tables_that_are_read_from_end_to_end_are_named() throws SQLException {
    execute("select count(*) from seats where note like '%y%'");
    execute("select count(*) from halls");
    execute("select pg_stat_force_next_flush()");

    var found = found(Map.of(), Kind.SEQUENTIAL_SCANS);

    assertThat(found).extracting(Finding::subject).containsExactly("seats");
    assertThat(found.getFirst().says()).contains("seats, 20,000 rows and 1 MiB", "from end to end");
  }

  @Test
  void an_index_that_nothing_reads_is_named_and_one_that_serves_is_not() throws SQLException {
    execute("create index seats_note on seats (note)");
    execute("create index seats_hall on seats (hall)");
    execute("set enable_seqscan = off");
    execute("select number from seats where hall = 7");
    execute("select pg_stat_force_next_flush()");

    assertThat(found(Map.of(), Kind.UNUSED_INDEX))
        .extracting(Finding::subject)
        .containsExactly("seats_note");
  }

  @Test
  void an_index_that_was_not_built_to_its_end_is_named() {
    assertThatThrownBy(() -> execute("create unique index concurrently broken on seats (hall)"))
        .isInstanceOf(SQLException.class);

    assertThat(found(Map.of(), Kind.INVALID_INDEX))
        .extracting(Finding::subject)
        .containsExactly("broken");
  }

  @Test
  void an_index_is_advised_where_few_of_many_rows_are_looked_for_and_none_begins_with_the_column()
      throws SQLException {
    var plans =
        Map.of(
            BY_HALL.name(), await(database.plan(BY_HALL, soon())),
            BY_SIDE.name(), await(database.plan(BY_SIDE, soon())),
            BY_EITHER.name(), await(database.plan(BY_EITHER, soon())));

    var before = found(plans, Kind.MISSING_INDEX);
    execute("create index seats_hall on seats (hall)");
    var after = found(plans, Kind.MISSING_INDEX);

    assertThat(before).extracting(Finding::subject).containsExactly(BY_HALL.name());
    assertThat(before.getFirst().cure()).isEqualTo("create index concurrently on seats (hall)");
    assertThat(after).isEmpty();
  }

  @Test
  void without_the_extension_it_is_said_how_to_have_it() {
    assertThat(found(Map.of(), Kind.MISSING_FIGURES))
        .singleElement()
        .satisfies(
            finding -> assertThat(finding.cure()).contains("create extension pg_stat_statements"));
  }

  @Test
  void with_it_statements_have_their_figures_and_secrets_stay_where_they_are() throws SQLException {
    execute("create extension pg_stat_statements");
    execute("create role \"bob_" + sql.getCatalog() + "\" password 'open, sesame'");
    execute("select count(*) from seats where note = 'sesame'");

    var seen = await(insight.look(Map.of(), 100, soon()));

    assertThat(seen.findings()).extracting(Finding::kind).doesNotContain(Kind.MISSING_FIGURES);
    assertThat(seen.statements())
        .filteredOn(one -> one.text().equals("select count(*) from seats where note = $1"))
        .singleElement()
        .satisfies(one -> {
          assertThat(one.calls()).isEqualTo(1);
          assertThat(one.totalMs()).isPositive();
        });
    assertThat(seen.statements()).noneMatch(one -> one.text().contains("sesame"));
    assertThat(await(insight.look(Map.of(), 1, soon())).statements()).hasSize(1);
    execute("drop role \"bob_" + sql.getCatalog() + "\"");
  }

  private List<Finding> found(Map<String, String> plans, Kind kind) {
    return await(insight.look(plans, 10, soon())).findings().stream()
        .filter(finding -> finding.kind() == kind)
        .toList();
  }

  private void execute(String statement) throws SQLException {
    try (var running = sql.createStatement()) {
      running.execute(statement);
    }
  }

  private static Call soon() {
    return Call.background("test", Duration.ofSeconds(10));
  }
}
