package dev.peregrine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {

  @TempDir private Path directory;

  @Test
  void it_promises_what_a_real_server_does() throws SQLException {
    try (var postgres = EmbeddedPostgres.start(config(true))) {
      assertThat(sql(postgres, "show server_version")).startsWith("18.");
      assertThat(sql(postgres, "show fsync")).isEqualTo("on");
      assertThat(sql(postgres, "show synchronous_commit")).isEqualTo("on");
      assertThat(sql(postgres, "show max_connections")).isEqualTo("100");
      assertThat(
              sql(
                  postgres,
                  "select setting from pg_file_settings where applied and name = 'timezone'"))
          .isEqualTo("UTC");
      assertThat(sql(postgres, "show listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(sql(postgres, "create extension pg_stat_statements")).isEmpty();
      assertThat(sql(postgres, "select count(*) >= 0 from pg_stat_statements")).isEqualTo("t");
    }
  }

  @Test
  void it_is_out_of_reach_of_a_terminals_interrupt() throws IOException {
    var ours = ServerProcesses.sessionOf(ProcessHandle.current().pid());

    try (var postgres = EmbeddedPostgres.start(config(false))) {
      assertThat(postgres.port()).isPositive();
      assertThat(ServerProcesses.at(directory)).isNotEmpty();
      for (var pid : ServerProcesses.at(directory)) {
        assertThat(ServerProcesses.sessionOf(pid)).isNotEqualTo(ours);
      }
    }
  }

  @Test
  void a_second_start_finds_the_data_again() throws SQLException {
    try (var first = EmbeddedPostgres.start(config(false))) {
      sql(first, "create table kept (word text); insert into kept values ('still here')");
    }

    try (var second = EmbeddedPostgres.start(config(false))) {
      assertThat(sql(second, "select word from kept")).isEqualTo("still here");
    }
  }

  @Test
  void after_stop_and_restart_it_answers_on_the_same_port() throws SQLException {
    try (var postgres = EmbeddedPostgres.start(config(false))) {
      sql(postgres, "create table kept (word text); insert into kept values ('still here')");

      postgres.stop();
      assertThatThrownBy(() -> sql(postgres, "select 1")).isInstanceOf(SQLException.class);
      postgres.restart();

      assertThat(sql(postgres, "select word from kept")).isEqualTo("still here");
    }
  }

  @Test
  void a_kill_loses_nothing_that_was_committed() throws SQLException {
    try (var postgres = EmbeddedPostgres.start(config(true))) {
      sql(postgres, "create table kept (word text); insert into kept values ('still here')");

      postgres.kill();
      assertThat(EmbeddedPostgres.running(directory.resolve("postgres"))).isEmpty();
      postgres.restart();

      assertThat(sql(postgres, "select word from kept")).isEqualTo("still here");
    }
  }

  @Test
  void while_paused_it_is_silent_and_then_goes_on() throws SQLException {
    try (var postgres = EmbeddedPostgres.start(config(false));
        var connection = DriverManager.getConnection(postgres.jdbcUrl());
        var statement = connection.createStatement()) {
      // Not sooner: on a busy machine the connection may take so long.
      connection.setNetworkTimeout(Runnable::run, 1_000);
      postgres.pause();
      assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class);

      postgres.resume();

      assertThat(sql(postgres, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void a_paused_server_can_be_closed() {
    var postgres = EmbeddedPostgres.start(config(false));
    postgres.pause();

    postgres.close();

    assertThat(ServerProcesses.at(directory)).isEmpty();
  }

  @Test
  void another_process_learns_where_it_is_and_when_it_is_gone() {
    var home = directory.resolve("postgres");
    assertThat(EmbeddedPostgres.running(home)).isEmpty();

    try (var postgres = EmbeddedPostgres.start(config(false))) {
      assertThat(EmbeddedPostgres.running(home)).isEqualTo(Optional.of(postgres.uri()));
      assertThat(postgres.uri())
          .hasToString("postgresql://postgres@127.0.0.1:" + postgres.port() + "/peregrine");
    }

    assertThat(EmbeddedPostgres.running(home)).isEmpty();
    assertThat(ServerProcesses.at(directory)).isEmpty();
  }

  @Test
  void a_directory_in_use_is_refused_and_its_server_not_harmed() throws SQLException {
    try (var postgres = EmbeddedPostgres.start(config(false))) {
      assertThatThrownBy(() -> EmbeddedPostgres.start(config(false)))
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessageContaining("postgres is in use by this process: stop that one first");

      assertThat(sql(postgres, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void a_port_that_is_taken_is_named_with_what_the_server_said() {
    try (var first = EmbeddedPostgres.start(config(false))) {
      var second =
          new EmbeddedPostgresConfig(
              directory.resolve("second"), ServerProcesses.BINARIES, first.port(), false);

      assertThatThrownBy(() -> EmbeddedPostgres.start(second))
          .isInstanceOf(EmbeddedServerException.class)
          .hasMessageContaining("did not start on port " + first.port())
          .hasMessageContaining("peregrine.postgres.primary")
          .hasMessageContaining("Address already in use");
    }
    assertThat(ServerProcesses.at(directory)).isEmpty();
  }

  private EmbeddedPostgresConfig config(boolean durable) {
    return new EmbeddedPostgresConfig(
        directory.resolve("postgres"), ServerProcesses.BINARIES, 0, durable);
  }

  @CanIgnoreReturnValue
  static String sql(EmbeddedPostgres postgres, String sql) throws SQLException {
    return sql(postgres.jdbcUrl(), sql);
  }

  @CanIgnoreReturnValue
  static String sql(String jdbcUrl, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(jdbcUrl);
        var statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return "";
      }
      var rows = statement.getResultSet();
      rows.next();
      return rows.getString(1);
    }
  }
}
