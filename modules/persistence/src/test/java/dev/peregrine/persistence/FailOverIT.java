package dev.peregrine.persistence;

import static dev.peregrine.persistence.ReplicaState.AWAY;
import static dev.peregrine.persistence.ReplicaState.FENCED;
import static dev.peregrine.persistence.ReplicaState.LAGGING;
import static dev.peregrine.persistence.ReplicaState.PRIMARY;
import static dev.peregrine.persistence.ReplicaState.SERVING;
import static dev.peregrine.persistence.ReplicatedDatabase.awaitCounted;
import static dev.peregrine.persistence.ReplicatedDatabase.number;
import static dev.peregrine.persistence.ReplicatedDatabase.soon;
import static dev.peregrine.persistence.ReplicatedDatabase.sql;
import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.embedded.EmbeddedPostgres;
import dev.peregrine.embedded.EmbeddedReplica;
import dev.peregrine.testkit.OwnServers;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A primary that dies, hangs or is replaced, and comes back believing that it still is one.
@Timeout(120)
class FailOverIT {

  private static final Statement POINT = Statement.read("test.point", "select n from counted");
  private static final String CLIENTS =
      "select count(*) from pg_stat_activity where application_name like 'peregrine-%'"
          + " and application_name <> 'peregrine-watch'";

  @TempDir private Path home;

  private EmbeddedPostgres primary;
  private EmbeddedReplica one;
  private EmbeddedReplica two;
  private ReplicatedDatabase db;

  @BeforeEach
  void open() throws SQLException {
    primary = OwnServers.hastyPostgres(home.resolve("primary"));
    sql(primary.jdbcUrl(), "create table counted as select 0::bigint as n");
    one = primary.startReplica(1);
    two = primary.startReplica(2);
    db = ReplicatedDatabase.of(primary, one, two);
    db.awaitServers(PRIMARY, SERVING, SERVING);
  }

  @AfterEach
  void close() {
    db.close();
    primary.close();
  }

  @Test
  void when_the_primary_dies_writes_fail_until_a_replica_is_promoted_and_go_on_there()
      throws SQLException {
    var before = db.write(1);
    awaitCounted(1, one, two);

    primary.kill();
    var refused = db.failedWrite(2);
    var read = db.readAtLast(WalPosition.ANY);
    sql(one.jdbcUrl(), "select pg_promote()");
    var after = db.writeAtLast(3);

    assertThat(refused.kind()).isEqualTo(FailureKind.UNAVAILABLE);
    assertThat(read).isEqualTo(1);
    assertThat(after.timeline()).isEqualTo(before.timeline() + 1);
    assertThat(db.database().timeline()).isEqualTo(after.timeline());
    assertThat(number(one.jdbcUrl(), "select n from counted")).isEqualTo(3);
    db.awaitServers(AWAY, PRIMARY, LAGGING);
    assertThat(db.readAtLast(WalPosition.ANY)).as("in the place of replicas").isEqualTo(3);
    assertThat(point()).as("the other pools move, too").isEqualTo(3);
  }

  @Test
  void the_former_primary_is_never_written_to_again_when_it_is_back() throws SQLException {
    var _ = db.write(1);
    awaitCounted(1, one);
    primary.kill();
    sql(one.jdbcUrl(), "select pg_promote()");
    var _ = db.writeAtLast(2);

    primary.restart();
    db.awaitServers(FENCED, PRIMARY, LAGGING);
    for (var n = 3; n <= 60; n++) {
      var _ = db.writeAtLast(n);
      assertThat(point()).isEqualTo(n);
    }

    assertThat(number(primary.jdbcUrl(), "select n from counted")).isEqualTo(1);
    assertThat(number(primary.jdbcUrl(), CLIENTS)).isZero();
    assertThat(number(one.jdbcUrl(), "select n from counted")).isEqualTo(60);
  }

  @Test
  void of_two_that_take_writes_the_newer_timeline_wins_and_the_other_loses_its_connections()
      throws SQLException {
    var _ = db.write(1);
    assertThat(point()).isEqualTo(1);
    assertThat(number(primary.jdbcUrl(), CLIENTS)).isPositive();

    sql(one.jdbcUrl(), "select pg_promote()");
    db.awaitServers(FENCED, PRIMARY, LAGGING);
    var _ = db.writeAtLast(2);

    Awaitility.await().until(() -> number(primary.jdbcUrl(), CLIENTS) == 0);
    assertThat(number(primary.jdbcUrl(), "select n from counted")).isEqualTo(1);
    assertThat(point()).isEqualTo(2);
  }

  @Test
  void a_position_of_a_former_timeline_is_answered_by_the_primary_alone() throws SQLException {
    var former = db.write(1);
    // Who has more of it than the next primary could not follow it.
    awaitCounted(1, one, two);
    primary.kill();
    sql(one.jdbcUrl(), "select pg_promote()");
    var present = db.writeAtLast(2);
    follow(two, one);
    db.awaitServers(AWAY, PRIMARY, SERVING);
    Awaitility.await().until(() -> db.readAtLast(present) == 2 && db.routed(ReadRoute.REPLICA) > 0);
    var replicas = db.routed(ReadRoute.REPLICA);

    for (var n = 0; n < 50; n++) {
      assertThat(db.readAtLast(former)).isEqualTo(2);
    }

    assertThat(db.routed(ReadRoute.REPLICA)).isEqualTo(replicas);
    var unknown = new WalPosition(present.timeline() + 1, 1);
    var ahead = catchThrowableOfType(BusFailure.class, () -> db.read(unknown));
    assertThat(ahead.kind()).isEqualTo(FailureKind.UNAVAILABLE);
  }

  @Test
  void a_replica_with_what_the_new_primary_has_lost_is_not_asked() throws SQLException {
    var _ = db.write(1);
    awaitCounted(1, one);
    one.kill();
    var _ = db.write(666);
    awaitCounted(666, two);
    primary.kill();
    one.restart();

    sql(one.jdbcUrl(), "select pg_promote()");
    db.awaitServers(AWAY, PRIMARY, LAGGING);

    for (var n = 0; n < 50; n++) {
      assertThat(db.readAtLast(WalPosition.ANY)).isEqualTo(1);
    }
  }

  @Test
  void while_the_primary_hangs_nobody_waits_for_it() {
    var _ = db.write(1);
    primary.pause();
    try {
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> db.failedWrite(2).kind() == FailureKind.UNAVAILABLE);
    } finally {
      primary.resume();
    }

    assertThat(db.writeAtLast(3).timeline()).isEqualTo(1);
  }

  @Test
  void who_listens_hears_of_the_first_timeline_and_of_every_new_one() throws SQLException {
    Map<Integer, Boolean> heard = new ConcurrentHashMap<>();
    db.database().whenTimeline(heard::put);
    Awaitility.await().until(() -> heard.equals(Map.of(1, false)));

    sql(two.jdbcUrl(), "select pg_promote()");

    Awaitility.await().until(() -> heard.equals(Map.of(1, false, 2, true)));
  }

  @Test
  void a_user_without_rights_sees_a_promotion_as_well() throws SQLException {
    sql(primary.jdbcUrl(), "create role app login");
    Awaitility.await()
        .until(() ->
            number(one.jdbcUrl(), "select count(*) from pg_roles where rolname = 'app'") == 1);
    try (var theirs = new ReplicatedDatabase(as(primary.uri()), List.of(as(one.uri())))) {
      theirs.awaitServers(PRIMARY, SERVING);

      sql(one.jdbcUrl(), "select pg_promote()");

      theirs.awaitServers(FENCED, PRIMARY);
    }
  }

  private static URI as(URI server) {
    return URI.create(server.toString().replace("postgres@", "app@"));
  }

  @Test
  void a_start_after_a_fail_over_finds_the_primary_whoever_is_configured() throws SQLException {
    var replicas = List.of(one.uri(), two.uri());
    var patience = Duration.ofSeconds(20);
    assertThat(PrimarySearch.find(primary.uri(), replicas, patience).primary())
        .isEqualTo(primary.uri());
    primary.kill();
    sql(one.jdbcUrl(), "select pg_promote()");

    var away = PrimarySearch.find(primary.uri(), replicas, patience);
    primary.restart();
    var back = PrimarySearch.find(primary.uri(), replicas, patience);

    assertThat(away.primary()).isEqualTo(one.uri());
    assertThat(away.others()).containsExactly(primary.uri(), two.uri());
    assertThat(back).isEqualTo(away);
  }

  /// Asked until it is answered, as a client that is told to come back does.
  private long point() {
    return Awaitility.await()
        .pollDelay(Duration.ZERO)
        .ignoreException(BusFailure.class)
        .until(() -> await(db.database().execute(POINT, Tuple.tuple(), soon())), rows -> true)
        .iterator()
        .next()
        .getLong("n");
  }

  private static void follow(EmbeddedReplica replica, EmbeddedReplica leader) throws SQLException {
    sql(
        replica.jdbcUrl(),
        "alter system set primary_conninfo = 'host=127.0.0.1 user=postgres port="
            + leader.port()
            + "'");
    sql(replica.jdbcUrl(), "alter system set primary_slot_name = ''");
    sql(replica.jdbcUrl(), "select pg_reload_conf()");
  }
}
