package dev.peregrine.persistence;

import static dev.peregrine.persistence.ReplicaState.PRIMARY;
import static dev.peregrine.persistence.ReplicaState.SERVING;
import static dev.peregrine.persistence.ReplicatedDatabase.USUAL;
import static dev.peregrine.persistence.ReplicatedDatabase.sql;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.embedded.EmbeddedPostgres;
import dev.peregrine.embedded.EmbeddedReplica;
import dev.peregrine.testkit.OwnServers;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A writer, and readers that know where it wrote, while replicas stand still, hang and go on.
///
/// `-Dreplicas.reads=1000000` for a long run.
@Timeout(600)
class ReadYourWritesIT {

  private static final Logger LOG = LoggerFactory.getLogger(ReadYourWritesIT.class);
  private static final long READS = Long.getLong("replicas.reads", 40_000);
  private static final int ROUNDS = 4;
  private static final Duration LIMIT = Duration.ofMinutes(9);

  /// Replicas stay in rotation for long, though they stand still: a position is all that helps.
  private static final ReplicationConfig PATIENT =
      new ReplicationConfig(
          Duration.ofMillis(20),
          Duration.ofMillis(300),
          Duration.ofMinutes(1),
          1L << 40,
          USUAL.provenFor(),
          USUAL.fallBacks());

  @TempDir private static Path home;

  private static EmbeddedPostgres primary;
  private static EmbeddedReplica one;
  private static EmbeddedReplica two;
  private static ReplicatedDatabase db;

  @BeforeAll
  static void open() throws SQLException {
    primary = OwnServers.hastyPostgres(home.resolve("primary"));
    sql(primary.jdbcUrl(), "create table counted as select 0::bigint as n");
    one = primary.startReplica(1);
    two = primary.startReplica(2);
    db = new ReplicatedDatabase(primary.uri(), List.of(one.uri(), two.uri()), PATIENT);
  }

  @AfterAll
  static void close() {
    db.close();
    primary.close();
  }

  @Tag("chance")
  @Test
  void nobody_reads_less_than_it_has_seen_written_whatever_replicas_do() throws SQLException {
    db.awaitServers(PRIMARY, SERVING, SERVING);
    var workers = new WritersAndReaders(db, 8, READS);

    workers.start();
    for (var step = 1; step < 4 * ROUNDS; step++) {
      until(workers, READS * step / (4 * ROUNDS));
      trouble(step % 4);
    }
    until(workers, READS);
    workers.awaitEnd(LIMIT);

    LOG.info("{}", workers);
    assertThat(workers.older()).as("reads that showed less than was seen written").isZero();
    assertThat(workers.failures()).isEmpty();
    assertThat(workers.reads()).isGreaterThanOrEqualTo(READS);
    assertThat(db.routed(ReadRoute.REPLICA)).isGreaterThan(READS / 50);
    assertThat(db.routed(ReadRoute.PRIMARY)).isGreaterThan(READS / 50);
  }

  /// In turn: one stands still, the other hangs too, it goes on, all is well.
  private static void trouble(int kind) throws SQLException {
    switch (kind) {
      case 1 -> sql(one.jdbcUrl(), "select pg_wal_replay_pause()");
      case 2 -> two.pause();
      case 3 -> two.resume();
      default -> sql(one.jdbcUrl(), "select pg_wal_replay_resume()");
    }
  }

  private static void until(WritersAndReaders workers, long reads) {
    Awaitility.await()
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> workers.reads() >= reads || !workers.failures().isEmpty());
  }
}
