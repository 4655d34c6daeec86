package dev.peregrine.embedded;

import static dev.peregrine.embedded.EmbeddedPostgresIT.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedReplicaIT {

  @TempDir private static Path directory;

  private static EmbeddedPostgres primary;

  @BeforeAll
  static void start() throws SQLException {
    primary =
        EmbeddedPostgres.start(
            new EmbeddedPostgresConfig(
                directory.resolve("postgres"), ServerProcesses.BINARIES, 0, true));
    sql(primary, "create table words (word text)");
  }

  @AfterAll
  static void close() {
    primary.close();
    assertThat(ServerProcesses.at(directory)).isEmpty();
  }

  @Test
  void what_the_primary_commits_shows_on_every_replica_and_none_takes_a_write()
      throws SQLException {
    try (var one = primary.startReplica(1);
        var two = primary.startReplica(2)) {
      sql(primary, "insert into words values ('followed')");

      awaitText(one, "select word from words where word = 'followed'", "followed");
      awaitText(two, "select word from words where word = 'followed'", "followed");
      var refused =
          catchThrowableOfType(
              SQLException.class, () -> sql(one.jdbcUrl(), "insert into words values ('no')"));
      assertThat(refused.getSQLState()).isEqualTo("25006");
      // Who sends notes that all is sent after the other side may have shown it.
      awaitText(
          primary.jdbcUrl(),
          "select count(*) from pg_stat_replication where state = 'streaming'",
          "2");
      assertThatThrownBy(() -> primary.startReplica(2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("replica 2 runs already");
    }
  }

  @Test
  void a_replica_that_was_away_catches_up_on_the_same_port() throws SQLException {
    try (var replica = primary.startReplica(3)) {
      replica.kill();
      sql(primary, "insert into words values ('meanwhile')");
      assertThatThrownBy(() -> sql(replica.jdbcUrl(), "select 1")).isInstanceOf(SQLException.class);
      replica.restart();

      awaitText(replica, "select word from words where word = 'meanwhile'", "meanwhile");

      primary.restart();
      sql(primary, "insert into words values ('after a restart')");
      awaitText(replica, "select word from words where word like 'after%'", "after a restart");
    }
  }

  @Test
  void a_closed_replica_leaves_no_process_no_file_and_no_slot_even_when_it_hung()
      throws SQLException {
    var replica = primary.startReplica(4);
    assertThat(directory.resolve("postgres/replica_4")).exists();
    replica.pause();

    replica.close();

    assertThat(directory.resolve("postgres/replica_4")).doesNotExist();
    awaitText(
        primary.jdbcUrl(),
        "select count(*) from pg_replication_slots where slot_name = 'replica_4'",
        "0");
    assertThatThrownBy(replica::restart).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_replica_that_is_gone_cannot_fill_the_disk() throws SQLException {
    assertThat(sql(primary, "show max_slot_wal_keep_size")).isEqualTo("256MB");
  }

  private static void awaitText(EmbeddedReplica replica, String sql, String expected) {
    awaitText(replica.jdbcUrl(), sql, expected);
  }

  private static void awaitText(String jdbcUrl, String sql, String expected) {
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .until(() -> sql(jdbcUrl, sql), expected::equals);
  }
}
