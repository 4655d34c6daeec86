package dev.peregrine.persistence;

import static dev.peregrine.persistence.ReplicaState.AWAY;
import static dev.peregrine.persistence.ReplicaState.FOREIGN;
import static dev.peregrine.persistence.ReplicaState.LAGGING;
import static dev.peregrine.persistence.ReplicaState.PRIMARY;
import static dev.peregrine.persistence.ReplicaState.SERVING;
import static dev.peregrine.persistence.ReplicatedDatabase.STEADY;
import static dev.peregrine.persistence.ReplicatedDatabase.USUAL;
import static dev.peregrine.persistence.ReplicatedDatabase.awaitCounted;
import static dev.peregrine.persistence.ReplicatedDatabase.soon;
import static dev.peregrine.persistence.ReplicatedDatabase.sql;
import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.bus.Call;
import dev.peregrine.embedded.EmbeddedPostgres;
import dev.peregrine.embedded.EmbeddedReplica;
import dev.peregrine.testkit.FaultProxy;
import dev.peregrine.testkit.OwnServers;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real replicas that lag, hang, die, are promoted, and come back.
@Timeout(120)
class ReplicasIT {

  @TempDir private static Path home;

  private static EmbeddedPostgres primary;
  private static EmbeddedReplica one;
  private static EmbeddedReplica two;
  private static ReplicatedDatabase db;

  @BeforeAll
  static void open() throws SQLException {
    primary = start("primary");
    sql(primary.jdbcUrl(), "create table counted as select 0::bigint as n");
    one = primary.startReplica(1);
    two = primary.startReplica(2);
    db = ReplicatedDatabase.of(primary, one, two);
  }

  @AfterAll
  static void close() {
    db.close();
    primary.close();
  }

  @BeforeEach
  void all_serve() {
    db.awaitStates(SERVING, SERVING);
  }

  @Test
  void lists_are_spread_over_the_replicas_and_nothing_else_goes_there() {
    var ports = new HashSet<Integer>();

    Awaitility.await().until(() -> ports.add(db.answeredBy()) && ports.size() == 2);

    assertThat(ports).containsExactlyInAnyOrder(one.port(), two.port());
    assertThatThrownBy(() ->
            db.database().read(ReplicatedDatabase.WRITE, Tuple.of(1L), WalPosition.ANY, soon()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: a list");
    assertThatThrownBy(() -> db.database().write(ReplicatedDatabase.READ, Tuple.tuple(), soon()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected: a change");
  }

  @Test
  void a_position_is_never_answered_by_somebody_who_has_not_seen_it() throws SQLException {
    var servers = List.of(one.uri(), two.uri());
    try (var patient = new ReplicatedDatabase(primary.uri(), servers, STEADY)) {
      patient.awaitStates(SERVING, SERVING);
      var base = 1_000L;
      var _ = patient.write(base);
      awaitCounted(base, one, two);
      replay("pause", one, two);
      var position = patient.write(base + 1);
      var stale = patient.read(WalPosition.ANY);
      var older = 0;
      for (var n = base + 2; n < base + 300; n++) {
        older += patient.read(position) < n - 1 ? 1 : 0;
        position = patient.write(n);
        older += patient.read(position) < n ? 1 : 0;
      }

      assertThat(stale).as("a replica in rotation that does not follow").isEqualTo(base);
      assertThat(older).as("reads that showed less than their position").isZero();
    } finally {
      replay("resume", one, two);
    }
  }

  @Test
  void a_replica_that_is_full_leaves_the_rest_to_the_primary() {
    try (var single = new ReplicatedDatabase(primary.uri(), List.of(one.uri()), STEADY)) {
      single.awaitServers(PRIMARY, SERVING);
      // Six for two connections: the last ones are late, so the replica lets fewer in.
      await(Future.all(naps(single, 6, 0.6)));

      var burst = naps(single, 40, 0.05);
      await(Future.join(burst).otherwiseEmpty());

      assertThat(burst).allMatch(Future::succeeded);
      assertThat(single.routed(ReadRoute.PRIMARY)).isBetween(1L, 39L);
    }
  }

  @Test
  void a_list_is_prepared_on_a_new_connection_to_a_replica() {
    var config = ReplicatedDatabase.config(USUAL).at(primary.uri(), List.of(one.uri()));
    var prepared = Statement.list("test.prepared", "select statement from pg_prepared_statements");
    var vertx = db.vertx();
    var warm = Database.open(vertx, config, primary.uri(), List.of(NAP, prepared));
    try {
      Awaitility.await().until(() -> warm.servers().getLast().state() == SERVING);

      var texts = await(warm.read(prepared, Tuple.tuple(), WalPosition.ANY, soon()));

      assertThat(texts).extracting(row -> row.getString(0)).contains(NAP.text());
    } finally {
      await(warm.close());
    }
  }

  private static final Statement NAP =
      Statement.list("test.nap", "select 1 as one, pg_sleep($1::float8)");

  private static List<Future<RowSet<Row>>> naps(ReplicatedDatabase in, int count, double seconds) {
    return IntStream.range(0, count)
        .mapToObj(n -> in.database().read(NAP, Tuple.of(seconds), WalPosition.ANY, soon()))
        .toList();
  }

  @Test
  void a_position_that_a_replica_has_seen_is_answered_by_it() {
    var position = db.write(2_000L);
    var before = db.routed(ReadRoute.REPLICA);

    Awaitility.await()
        .until(() -> db.read(position) == 2_000L && db.routed(ReadRoute.REPLICA) > before);

    assertThat(position.bytes()).isBetween(1L, Long.MAX_VALUE - 1);
    assertThat(db.read(WalPosition.LATEST)).isEqualTo(2_000L);
  }

  @Test
  void a_replica_that_falls_behind_leaves_and_comes_back_when_it_has_caught_up()
      throws SQLException {
    replay("pause", one);
    try {
      var _ = db.write(3_000L);
      db.awaitStates(LAGGING, SERVING);
      var lag = db.replicas().getFirst();
      var answered = IntStream.range(0, 50).mapToObj(n -> db.answeredBy()).toList();

      assertThat(answered).containsOnly(two.port());
      assertThat(lag.lag()).isGreaterThan(Duration.ofMillis(500));
      assertThat(lag.lagBytes()).isPositive();
    } finally {
      replay("resume", one);
    }
    db.awaitStates(SERVING, SERVING);
    Awaitility.await().until(() -> db.replicas().getFirst().lag().isZero());
  }

  @Test
  void a_replica_that_is_killed_costs_no_read_and_serves_again_when_it_is_back() {
    one.kill();

    for (var n = 0; n < 200; n++) {
      assertThat(db.answeredBy()).isIn(two.port(), primary.port());
    }
    db.awaitStates(AWAY, SERVING);
    one.restart();

    db.awaitStates(SERVING, SERVING);
    Awaitility.await().until(() -> db.answeredBy() == one.port());
  }

  @Test
  void reads_that_a_hung_replica_has_are_answered_by_the_primary_within_their_deadline() {
    var retried = db.routed(ReadRoute.RETRIED);
    one.pause();
    two.pause();
    try {
      var reads = IntStream.range(0, 100).mapToObj(n -> where()).toList();
      reads.forEach(read -> await(read));

      assertThat(reads)
          .allSatisfy(read ->
              assertThat(read.result().iterator().next().getInteger("port"))
                  .isEqualTo(primary.port()));
      assertThat(db.routed(ReadRoute.RETRIED) - retried).isPositive();
      db.awaitStates(AWAY, AWAY);
    } finally {
      one.resume();
      two.resume();
    }
    db.awaitStates(SERVING, SERVING);
  }

  @Test
  void the_slower_of_two_replicas_is_asked_less() {
    try (var slow = FaultProxy.to(one.uri());
        var other =
            new ReplicatedDatabase(primary.uri(), List.of(slow.through(one.uri()), two.uri()))) {
      slow.delay(Duration.ofMillis(40));
      other.awaitStates(SERVING, SERVING);
      var _ = IntStream.range(0, 20).map(n -> other.answeredBy()).sum();

      var asked = IntStream.range(0, 100).filter(n -> other.answeredBy() == one.port()).count();

      assertThat(asked).isLessThan(25);
    }
  }

  @Test
  void a_primary_that_is_away_keeps_no_list_from_being_read() {
    primary.kill();
    try {
      var answered = IntStream.range(0, 50).mapToObj(n -> db.answeredBy()).toList();

      assertThat(answered).isSubsetOf(one.port(), two.port());
    } finally {
      primary.restart();
    }
    Awaitility.await().ignoreExceptions().until(() -> db.write(4_000L).bytes() > 0);
  }

  @Test
  void a_replica_of_another_primary_is_never_asked() {
    try (var stranger = start("stranger");
        var theirs = stranger.startReplica(1);
        var other =
            new ReplicatedDatabase(primary.uri(), List.of(theirs.uri(), stranger.uri(), NOBODY))) {
      other.awaitServers(PRIMARY, FOREIGN, FOREIGN, AWAY);

      assertThat(other.answeredBy()).isEqualTo(primary.port());
      assertThat(other.routed(ReadRoute.REPLICA)).isZero();
    }
  }

  private static final URI NOBODY = URI.create("postgresql://postgres@127.0.0.1:1/peregrine");

  @Test
  void without_replicas_everything_goes_to_the_primary() {
    try (var alone = ReplicatedDatabase.of(primary)) {
      assertThat(alone.write(5_000L)).isEqualTo(WalPosition.LATEST);
      assertThat(alone.read(WalPosition.LATEST)).isEqualTo(5_000L);
      assertThat(alone.answeredBy()).isEqualTo(primary.port());
    }
  }

  private static Future<RowSet<Row>> where() {
    var call = Call.background("test", Duration.ofSeconds(15));
    return db.database().read(ReplicatedDatabase.WHERE, Tuple.tuple(), WalPosition.ANY, call);
  }

  private static void replay(String verb, EmbeddedReplica... replicas) throws SQLException {
    for (var replica : replicas) {
      sql(replica.jdbcUrl(), "select pg_wal_replay_" + verb + "()");
    }
  }

  private static EmbeddedPostgres start(String name) {
    return OwnServers.hastyPostgres(home.resolve(name));
  }
}
