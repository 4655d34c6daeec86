package dev.peregrine.persistence;

import static dev.peregrine.persistence.ReplicaState.AWAY;
import static dev.peregrine.persistence.ReplicaState.PRIMARY;
import static dev.peregrine.persistence.ReplicaState.SERVING;
import static dev.peregrine.persistence.ReplicatedDatabase.STEADY;
import static dev.peregrine.persistence.ReplicatedDatabase.soon;
import static dev.peregrine.persistence.ReplicatedDatabase.sql;
import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.embedded.EmbeddedPostgres;
import dev.peregrine.embedded.EmbeddedReplica;
import dev.peregrine.testkit.OwnServers;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the primary takes in the place of replicas that are out.
@Timeout(120)
class FallBacksIT {

  private static final int LIMIT = 3;
  private static final int ASKED = 40;
  private static final Statement SLOW =
      Statement.list("test.slow", "select 1 as one, pg_sleep($1::float8)");
  private static final ReplicationConfig CONFIG =
      new ReplicationConfig(
          STEADY.checkEvery(),
          STEADY.answerWithin(),
          STEADY.lagAtMost(),
          STEADY.lagAtMostBytes(),
          STEADY.provenFor(),
          LIMIT);

  @TempDir private static Path home;

  private static EmbeddedPostgres primary;
  private static EmbeddedReplica replica;
  private static ReplicatedDatabase db;

  @BeforeAll
  static void open() throws SQLException {
    primary = OwnServers.hastyPostgres(home.resolve("primary"));
    sql(primary.jdbcUrl(), "create table counted as select 0::bigint as n");
    replica = primary.startReplica(1);
    db = new ReplicatedDatabase(primary.uri(), List.of(replica.uri()), CONFIG);
  }

  @AfterAll
  static void close() {
    db.close();
    primary.close();
  }

  @Test
  void replicas_that_are_out_bring_the_primary_no_more_lists_than_it_may_have() {
    db.awaitServers(PRIMARY, SERVING);
    var served = asked(0.02);
    await(Future.join(served).otherwiseEmpty());
    replica.kill();
    db.awaitServers(PRIMARY, AWAY);
    var refusals = db.routed(ReadRoute.REFUSED);

    var fallen = asked(1.0);
    var written = db.write(7);
    await(Future.join(fallen).otherwiseEmpty());

    assertThat(served).as("a replica has its own bounds").allMatch(Future::succeeded);
    assertThat(fallen).filteredOn(Future::succeeded).hasSize(LIMIT);
    assertThat(fallen)
        .filteredOn(Future::failed)
        .allSatisfy(read ->
            assertThat(((BusFailure) read.cause()).kind()).isEqualTo(FailureKind.OVERLOADED));
    assertThat(db.routed(ReadRoute.REFUSED) - refusals).isEqualTo(ASKED - LIMIT);
    assertThat(written.bytes()).as("a write beside them").isPositive();
    assertThat(db.read(WalPosition.ANY)).as("places come back").isEqualTo(7);
    replica.restart();
    db.awaitServers(PRIMARY, SERVING);
  }

  /// All at once, each for a time; where nothing may end before the last is asked, for a long one.
  private static List<Future<RowSet<Row>>> asked(double seconds) {
    return IntStream.range(0, ASKED)
        .mapToObj(n -> db.database().read(SLOW, Tuple.of(seconds), WalPosition.ANY, soon()))
        .toList();
  }
}
