package dev.peregrine.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class OrphanIT {

  @TempDir private Path directory;

  private Process child;
  private BufferedReader says;

  @BeforeEach
  void start() throws IOException {
    child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                ServersOfAChild.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    says = child.inputReader();
  }

  @AfterEach
  void end() throws IOException, InterruptedException {
    try (var _ = says;
        var _ = child.outputWriter()) {
      ServerProcesses.kill(directory);
    }
    child.destroyForcibly().waitFor();
  }

  @Test
  void servers_of_a_killed_process_are_stopped_by_the_next_start_and_nothing_is_lost()
      throws Exception {
    assertThat(says.readLine()).startsWith("up ");
    child.destroyForcibly().waitFor();
    var orphans = ServerProcesses.at(directory);
    assertThat(orphans).as("left by the killed process").hasSizeGreaterThan(2);

    try (var postgres = EmbeddedPostgres.start(postgresConfig());
        var redis = EmbeddedRedis.start(redisConfig())) {
      assertThat(EmbeddedPostgresIT.sql(postgres, "select word from kept")).isEqualTo("still here");
      assertThat(redis.port()).isPositive();
      assertThat(ServerProcesses.at(directory)).doesNotContainAnyElementsOf(orphans);
      assertThat(EmbeddedPostgresIT.sql(postgres, "select count(*) from pg_replication_slots"))
          .as("slots of replicas that are no more")
          .isEqualTo("0");
    }

    assertThat(ServerProcesses.at(directory)).isEmpty();
  }

  @Test
  void what_a_killed_first_process_left_does_not_keep_the_next_from_starting() throws Exception {
    assertThat(says.readLine()).startsWith("up ");
    child.destroyForcibly().waitFor();
    ServerProcesses.kill(directory);

    try (var postgres = EmbeddedPostgres.start(postgresConfig())) {
      assertThat(EmbeddedPostgresIT.sql(postgres, "select word from kept")).isEqualTo("still here");
    }
  }

  @Test
  void a_live_process_keeps_its_servers_and_tells_others_where_they_are()
      throws IOException, SQLException {
    var uri = URI.create(says.readLine().split(" ", -1)[1]);

    assertThat(EmbeddedPostgres.running(directory.resolve("postgres"))).contains(uri);
    assertThatThrownBy(() -> EmbeddedPostgres.start(postgresConfig()))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageContaining("in use by process " + child.pid());
    assertThatThrownBy(() -> EmbeddedRedis.start(redisConfig()))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageContaining("in use by process " + child.pid());
    assertThat(EmbeddedPostgres.running(directory.resolve("postgres"))).contains(uri);
  }

  @Test
  void a_process_that_ends_in_order_leaves_nothing() throws Exception {
    assertThat(says.readLine()).startsWith("up ");

    child.outputWriter().close();

    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isZero();
    assertThat(ServerProcesses.at(directory)).isEmpty();
    assertThat(EmbeddedPostgres.running(directory.resolve("postgres"))).isEmpty();
  }

  private EmbeddedPostgresConfig postgresConfig() {
    return new EmbeddedPostgresConfig(
        directory.resolve("postgres"), ServerProcesses.BINARIES, 0, true);
  }

  private EmbeddedRedisConfig redisConfig() {
    return new EmbeddedRedisConfig(
        directory.resolve("redis"), ServerProcesses.BINARIES, 0, 1 << 24);
  }
}
