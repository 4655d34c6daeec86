package dev.peregrine.perf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.persistence.DatabaseConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The service under 200 clients for half a minute: what must hold, whatever the machine's speed.
///
/// `-Dperf.seconds=N` makes the steady run shorter or longer; `-Dperf.write=true` writes the
/// figures to a page.
class SteadyLoadIT {

  private static final long MIB = 1 << 20;

  /// What caches, the mailbox and compiled code may still gain after the warm-up.
  private static final long MOST_HEAP_GROWTH_BYTES = 32 * MIB;

  /// The operators' own connection, and files that are open for a moment.
  private static final int FILES_SLACK = 8;

  private static final double LONGEST_START_SECONDS = 20;
  private static final int EXIT_AFTER_SIGTERM = 143;

  private static Scenario seen;

  @BeforeAll
  static void play(@TempDir Path directory) throws Exception {
    seen = Scenario.play(directory, Duration.ofSeconds(Long.getLong("perf.seconds", 30)));
    var page = SteadyLoadPage.of(seen);
    System.out.println(page.text());
    if (Boolean.getBoolean("perf.write")) {
      page.write(Path.of("results", "steady-load.md"));
    }
  }

  @Test
  void every_answer_is_right() {
    assertThat(seen.runs()).allSatisfy(run -> assertThat(run.faults()).isEmpty());
    assertThat(seen.steady().kinds()).containsOnlyKeys(RequestKind.values());
  }

  /// Flat out some may be: queues are bounded, and clients are told when to come again.
  @Test
  void nobody_is_turned_away_at_a_steady_pace() {
    assertThat(seen.steady().turnedAway()).isZero();
  }

  @Test
  void every_registered_customer_is_there() {
    assertThat(seen.stored().customers()).isEqualTo(seen.registered()).isPositive();
  }

  @Test
  void no_mail_is_lost() {
    assertThat(seen.stored().mailsSent() + seen.stored().mailsWaiting())
        .isEqualTo(seen.registered());
    assertThat(seen.stored().mailsSent()).isPositive();
    assertThat(seen.stored().mailsDead()).isZero();
  }

  @Test
  void the_heap_is_flat() {
    assertThat(seen.idleAfter().liveBytes())
        .isLessThan(seen.idleBefore().liveBytes() + MOST_HEAP_GROWTH_BYTES);
  }

  @Test
  void descriptors_are_given_back() {
    assertThat(seen.idleAfter().openFiles())
        .isLessThanOrEqualTo(seen.idleBefore().openFiles() + FILES_SLACK);
  }

  @Test
  void connections_stay_within_the_pools() {
    var config = DatabaseConfig.defaults();
    var pools =
        Stream.of(config.reads(), config.lists(), config.writes(), config.relay(), config.bulk())
            .mapToInt(pool -> pool.connections())
            .sum();

    assertThat(seen.mostPostgresConnections()).isPositive().isLessThanOrEqualTo(pools);
    assertThat(seen.idleAfter().postgresConnections()).isLessThanOrEqualTo(pools);
    assertThat(seen.idleAfter().redisConnections())
        .isPositive()
        .isLessThanOrEqualTo(seen.idleBefore().redisConnections());
  }

  @Test
  void nothing_blocks_or_fails() {
    assertThat(ServiceProcess.complaints(seen.output())).isEmpty();
  }

  @Test
  void it_stops_when_asked_and_leaves_no_process() {
    assertThat(seen.stopped().exitCode()).isEqualTo(EXIT_AFTER_SIGTERM);
    assertThat(seen.stopped().processes()).isGreaterThan(2);
    assertThat(seen.stopped().left()).isEmpty();
  }

  /// The first start unpacks the servers and makes a database; the second is what people see.
  @Test
  void the_second_start_takes_seconds() {
    assertThat(seen.starts()).hasSize(2);
    assertThat(Double.parseDouble(seen.starts().getLast())).isLessThan(LONGEST_START_SECONDS);
  }
}
