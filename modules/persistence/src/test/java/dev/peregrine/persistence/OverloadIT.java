package dev.peregrine.persistence;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.testkit.Servers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// More statements than the one connection for lists has time for; late is what takes longer than
/// two seconds.
@ExtendWith(VertxExtension.class)
class OverloadIT {

  private static final long PATIENT_MS = 20_000;
  private static final Statement NAP =
      Statement.list("test.nap", "select 1 as one, pg_sleep($1::float8)");

  private static URI server;

  private Database database;

  @BeforeAll
  static void database() {
    server = Servers.postgres().freshDatabase();
  }

  @BeforeEach
  void open(Vertx vertx) {
    database = Database.open(vertx, config(), server, List.of());
  }

  @AfterEach
  void close() {
    await(database.close());
  }

  @Test
  void statements_that_would_wait_too_long_are_refused_at_once_and_let_in_again_when_it_is_over() {
    var first = lateWave(40);
    var second = wave(40);
    var admitted = lists().admits();
    var quick = wave(admitted);

    assertThat(first)
        .as("nobody knew that it would take so long")
        .containsOnlyKeys(FailureKind.DEADLINE);
    assertThat(second).containsOnlyKeys(FailureKind.OVERLOADED);
    assertThat(second.get(FailureKind.OVERLOADED)).isBetween(20L, 39L);
    assertThat(quick).isEmpty();
    assertThat(lists().admits()).isGreaterThan(admitted);
  }

  @Test
  void one_that_is_slow_by_itself_keeps_no_burst_out() {
    await(database.execute(NAP, Tuple.of(2.2), within(PATIENT_MS)));

    assertThat(wave(64)).isEmpty();
  }

  /// All at once; none comes to its end before the last one was asked.
  private Map<FailureKind, Long> wave(int size) {
    List<Future<RowSet<Row>>> all;
    try (var _ = Gate.on(server)) {
      all = asked(size, PATIENT_MS);
    }
    return failures(all);
  }

  /// All at once; none comes to its end before everybody has left.
  private Map<FailureKind, Long> lateWave(int size) {
    List<Future<RowSet<Row>>> all;
    try (var _ = Gate.on(server)) {
      all = asked(size, 2_500);
      await(Future.join(all).otherwiseEmpty());
    }
    return failures(all);
  }

  private List<Future<RowSet<Row>>> asked(int size, long withinMs) {
    return IntStream.range(0, size)
        .mapToObj(n -> database.execute(Gate.LIST, Tuple.tuple(), within(withinMs)))
        .toList();
  }

  private Map<FailureKind, Long> failures(List<Future<RowSet<Row>>> all) {
    await(Future.join(all).otherwiseEmpty());
    // What its caller has left still runs.
    Awaitility.await().until(() -> lists().inFlight() == 0);
    return all.stream()
        .filter(Future::failed)
        .map(one -> ((BusFailure) one.cause()).kind())
        .collect(Collectors.groupingBy(kind -> kind, Collectors.counting()));
  }

  private PoolState lists() {
    return database.pools().stream()
        .filter(one -> one.purpose() == Purpose.LIST)
        .findFirst()
        .orElseThrow();
  }

  private static DatabaseConfig config() {
    var pool = new PoolConfig(1, 200, Duration.ofSeconds(4));
    return new DatabaseConfig(
        Optional.empty(),
        List.of(),
        0,
        ReplicationConfig.defaults(),
        Duration.ZERO,
        Duration.ZERO,
        16,
        pool,
        pool,
        pool,
        pool,
        pool);
  }

  private static Call within(long millis) {
    return Call.background("test", Duration.ofMillis(millis));
  }
}
