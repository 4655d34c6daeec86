package dev.peregrine.persistence;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.testkit.FaultProxy;
import dev.peregrine.testkit.Servers;
import dev.peregrine.testkit.Sql;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class PoolsIT {

  private static final Statement BACKEND =
      Statement.read(
          "test.backend", "select pg_backend_pid() as pid where pg_sleep($1::float8) is not null");
  private static final Statement NAP =
      Statement.list("test.nap", "select 1 as one, pg_sleep($1::float8)");
  private static final Statement TAKE =
      Statement.write("test.take", "insert into seats values ($1::int)");
  private static final Statement SEATS =
      Statement.list("test.seats", "select number from seats where number > $1::int");
  private static final Statement PREPARED_FOR_WRITES =
      Statement.write("test.prepared", "select statement from pg_prepared_statements");
  private static final Statement PREPARED_FOR_LISTS =
      Statement.list("test.prepared", "select statement from pg_prepared_statements");

  private static URI server;

  private Vertx vertx;
  private Database database;

  @BeforeAll
  static void database() {
    server = Servers.postgres().freshDatabase();
  }

  @BeforeEach
  void open(Vertx opened) {
    vertx = opened;
    database = Database.open(vertx, config(Duration.ZERO), server, List.of());
  }

  @AfterEach
  void close() {
    await(database.close());
  }

  @Test
  void a_busy_pipelined_connection_is_replaced_when_it_comes_of_age_and_nobody_notices() {
    reopen(server, Duration.ofSeconds(1), List.of(BACKEND));
    Set<Integer> backends = ConcurrentHashMap.newKeySet();

    // Never idle: one of the four is always on the connection.
    var busy = IntStream.range(0, 4).mapToObj(n -> chain(backends, 3)).toList();
    await(Future.all(busy));

    assertThat(backends).hasSize(3);
    Awaitility.await().until(() -> state(Purpose.READ).renewals() >= 2);
    Awaitility.await().until(() -> connections("peregrine-read") <= 1);
  }

  @Test
  void changes_and_lists_are_prepared_on_a_new_connection_and_not_carried_out() {
    await(
        execute(Statement.write("test.create", "create table seats (number int)"), Tuple.tuple()));
    reopen(server, Duration.ZERO, List.of(TAKE, SEATS, PREPARED_FOR_WRITES, PREPARED_FOR_LISTS));

    assertThat(texts(PREPARED_FOR_WRITES)).contains(TAKE.text()).doesNotContain(SEATS.text());
    assertThat(texts(PREPARED_FOR_LISTS)).contains(SEATS.text()).doesNotContain(TAKE.text());
    assertThat(await(execute(SEATS, Tuple.of(-1))).size()).isZero();
  }

  @Test
  void a_table_that_somebody_holds_keeps_no_new_connection_from_other_work() {
    await(execute(Statement.write("test.held", "create table held (number int)"), Tuple.tuple()));
    var write = Statement.bulk("test.writeHeld", "insert into held values ($1::int)");
    var other = Statement.bulk("test.other", "select 1");
    try (var holder = Sql.on(server)) {
      holder.run("begin; lock table held in share mode");
      await(database.close());
      // Its statements may take longer than anybody here waits.
      database = Database.open(vertx, DatabaseConfig.defaults(), server, List.of(write, other));

      var done = await(execute(other, Tuple.tuple()));
      var held = failure(database.execute(write, Tuple.of(1), within(100)));

      assertThat(done.size()).isEqualTo(1);
      assertThat(held.kind()).as("the table is held still").isEqualTo(FailureKind.DEADLINE);
    }
  }

  @Test
  void what_nobody_waits_for_any_more_when_its_turn_comes_is_not_carried_out() {
    await(execute(Statement.write("test.create", "create table late (number int)"), Tuple.tuple()));
    var add = Statement.write("test.late", "insert into late values ($1::int)");
    Future<RowSet<Row>> patient;
    BusFailure late;
    try (var _ = Gate.on(server)) {
      var _ = execute(Gate.WRITE, Tuple.tuple());

      late = failure(database.execute(add, Tuple.of(1), within(100)));
      patient = execute(add, Tuple.of(2));
    }
    await(patient);

    assertThat(late.kind()).isEqualTo(FailureKind.DEADLINE);
    assertThat(
            await(execute(Statement.list("test.late", "select number from late"), Tuple.tuple())))
        .extracting(row -> row.getInteger(0))
        .containsExactly(2);
  }

  @Test
  void a_server_that_is_gone_is_left_alone_after_a_few_losses_and_found_again() {
    try (var proxy = FaultProxy.to(server)) {
      reopen(proxy.through(server), Duration.ZERO, List.of());
      await(execute(NAP, Tuple.of(0.0)));

      proxy.refuse();
      proxy.cut();
      Awaitility.await()
          .until(() -> failure(execute(NAP, Tuple.of(0.0))).getMessage().contains("left alone"));
      var whileGone = state(Purpose.LIST).refuses();
      proxy.heal();

      assertThat(whileGone).isTrue();
      Awaitility.await().until(() -> !state(Purpose.LIST).refuses());
      assertThat(await(execute(NAP, Tuple.of(0.0))).size()).isEqualTo(1);
    }
  }

  @Test
  void one_connection_that_breaks_with_all_it_carries_does_not_close_the_door() {
    try (var proxy = FaultProxy.to(server)) {
      reopen(proxy.through(server), Duration.ZERO, List.of());
      await(execute(BACKEND, Tuple.of(0.0)));
      var carried = IntStream.range(0, 16).mapToObj(n -> execute(BACKEND, Tuple.of(0.8))).toList();

      // A probe would take a while, so that the door could be seen closed.
      proxy.delay(Duration.ofMillis(300));
      proxy.cut();
      await(Future.join(carried).otherwiseEmpty());
      var refuses = state(Purpose.READ).refuses();
      proxy.heal();

      assertThat(carried).allMatch(Future::failed);
      assertThat(refuses).isFalse();
      // The client may still give out one that it has not seen end.
      Awaitility.await()
          .ignoreExceptionsInstanceOf(BusFailure.class)
          .until(() -> await(execute(BACKEND, Tuple.of(0.0))).size() == 1);
    }
  }

  @Test
  void a_server_that_falls_silent_is_left_alone_and_its_connections_are_given_up() {
    try (var proxy = FaultProxy.to(server)) {
      reopen(proxy.through(server), Duration.ZERO, List.of());
      await(execute(NAP, Tuple.of(0.0)));
      proxy.swallowReplies();
      var stuck = execute(NAP, Tuple.of(0.0));

      Awaitility.await()
          .until(() -> {
            var _ = database.execute(NAP, Tuple.of(0.0), within(50));
            return state(Purpose.LIST).refuses();
          });

      assertThat(failure(stuck).kind()).isEqualTo(FailureKind.UNAVAILABLE);
      assertThat(failure(execute(NAP, Tuple.of(0.0)))).hasMessageContaining("left alone");
      proxy.heal();
      Awaitility.await().until(() -> !state(Purpose.LIST).refuses());
      assertThat(await(execute(NAP, Tuple.of(0.0))).size()).isEqualTo(1);
    }
  }

  private void reopen(URI at, Duration maxLifetime, List<Statement> statements) {
    await(database.close());
    database = Database.open(vertx, config(maxLifetime), at, statements);
  }

  /// Asks again and again, in time for the next answer to come before the last one's connection is
  /// idle.
  private Future<Void> chain(Set<Integer> backends, int enough) {
    return execute(BACKEND, Tuple.of(0.01))
        .compose(rows -> {
          backends.add(rows.iterator().next().getInteger("pid"));
          return backends.size() < enough
              ? chain(backends, enough)
              : Future.<Void>succeededFuture();
        });
  }

  private List<String> texts(Statement prepared) {
    return await(execute(prepared, Tuple.tuple())).stream().map(row -> row.getString(0)).toList();
  }

  private long connections(String name) {
    var count =
        Statement.write(
            "test.count",
            "select count(*) from pg_stat_activity where datname = current_database()"
                + " and application_name = $1::text");
    return await(execute(count, Tuple.of(name))).iterator().next().getLong(0);
  }

  private PoolState state(Purpose purpose) {
    return database.pools().stream()
        .filter(one -> one.purpose() == purpose)
        .findFirst()
        .orElseThrow();
  }

  private static DatabaseConfig config(Duration maxLifetime) {
    var pool = new PoolConfig(1, 200, Duration.ofSeconds(1));
    return new DatabaseConfig(
        Optional.empty(),
        List.of(),
        0,
        ReplicationConfig.defaults(),
        Duration.ZERO,
        maxLifetime,
        16,
        pool,
        pool,
        pool,
        pool,
        pool);
  }

  private Future<RowSet<Row>> execute(Statement statement, Tuple parameters) {
    return database.execute(statement, parameters, within(20_000));
  }

  private static Call within(long millis) {
    return Call.background("test", Duration.ofMillis(millis));
  }

  private static BusFailure failure(Future<?> future) {
    return catchThrowableOfType(BusFailure.class, () -> await(future));
  }
}
