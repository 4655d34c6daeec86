package dev.peregrine.launcher.internal.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.persistence.Migrations;
import dev.peregrine.testkit.Servers;
import dev.peregrine.testkit.Sql;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// So much changed past the service that nothing which reads all of it fits into the time that
/// Postgres gives one statement behind the scenes.
class TotalsBacklogIT {

  private static final int CUSTOMERS = 20_000;
  private static final int CAME_AND_LEFT = 150_000;
  private static final Duration STATEMENT_TIMEOUT = Duration.ofMillis(150);
  private static final Duration LIMIT = Duration.ofMinutes(8);

  private final URI database = Servers.postgres().freshDatabase();

  @Test
  void it_is_carried_over_to_its_end_and_marks_are_cut(@TempDir Path home) {
    var _ = Migrations.apply(database, Duration.ofSeconds(30), "persistence", "customers");
    try (var sql = Sql.on(database)) {
      leaveMoves(sql);
      var all = sql.number("select count(*) from customer_moves");

      try (var house = RunningHouse.start(home, withShortStatements())) {
        Awaitility.await("all moves are carried over")
            .atMost(LIMIT)
            .until(() -> sql.number("select count(*) from customer_moves") == 0);
        for (var marks : List.of("customer_name_marks", "customer_age_marks")) {
          Awaitility.await("none of " + marks + " is wide")
              .atMost(LIMIT)
              .until(() ->
                  sql.number("select max(individuals + businesses + partners) from " + marks)
                      <= 4_000);
        }
        assertThat(house.api().get(Web.CUSTOMERS).json().getInteger("totalCount"))
            .isEqualTo(CUSTOMERS);
      }

      assertThat(all).isEqualTo(CUSTOMERS + 2 * CAME_AND_LEFT);
      assertThat(ListTexts.on(sql).differences(7, List.of(0L, CUSTOMERS * 3L / 4))).isEmpty();
    }
  }

  /// What is left by a statement that adds very many customers, and by one that removes them.
  private static void leaveMoves(Sql sql) {
    sql.run(
        "insert into customers (name, email, type, created_at)"
            + " select md5(n::text), 'c' || n || '@example.org',"
            + " (array['individual', 'business', 'partner'])[1 + n % 3],"
            + " now() - n * interval '1 minute' from generate_series(1, "
            + CUSTOMERS
            + ") n");
    for (var came : List.of(1, -1)) {
      sql.run(
          "insert into customer_moves (type, name, created_at, id, came)"
              + " select 'partner', md5('left' || n), now() - n % "
              + CUSTOMERS
              + " * interval '1 minute', "
              + CUSTOMERS
              + " + n, "
              + came
              + " from generate_series(1, "
              + CAME_AND_LEFT
              + ") n");
    }
    sql.run("vacuum analyze");
  }

  private PeregrineConfig withShortStatements() {
    var usual = RunningHouse.on(database, Servers.redis());
    var relay = Knobs.with(usual.postgres().relay(), "statementTimeout", STATEMENT_TIMEOUT);
    return Knobs.with(usual, "postgres", Knobs.with(usual.postgres(), "relay", relay));
  }
}
