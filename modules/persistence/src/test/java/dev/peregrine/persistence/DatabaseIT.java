package dev.peregrine.persistence;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.testkit.Servers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class DatabaseIT {

  private static final Statement NAP =
      Statement.read("test.nap", "select 1 as one, pg_sleep($1::float8)");
  private static final Statement PREPARED =
      Statement.read("test.prepared", "select statement from pg_prepared_statements");
  private static final Statement NUMBER = Statement.read("test.number", "select $1::int as number");

  private static URI server;

  private Vertx vertx;

  @BeforeAll
  static void database() {
    server = Servers.postgres().freshDatabase();
  }

  @BeforeEach
  void open(Vertx opened) {
    vertx = opened;
  }

  @Test
  void point_reads_are_pipelined_on_one_connection() {
    var database = open(config(1, 16, 0), List.of());

    var reads =
        IntStream.range(0, 16).mapToObj(n -> execute(database, NUMBER, Tuple.of(n))).toList();

    await(Future.all(reads));
    assertThat(reads)
        .extracting(read -> read.result().iterator().next().getInteger("number"))
        .containsExactlyElementsOf(IntStream.range(0, 16).boxed().toList());
  }

  @Test
  void only_a_client_with_pool_options_is_pipelined_which_is_why_ours_sets_them() {
    var options = PgConnectOptions.fromUri(server.toString()).setPipeliningLimit(16);
    var one = new PoolOptions().setMaxSize(1).setMaxWaitQueueSize(0);
    var ours = PgBuilder.client().with(one).connectingTo(options).using(vertx).build();
    var pool = PgBuilder.pool().with(one).connectingTo(options).using(vertx).build();
    var plain = PgBuilder.client().connectingTo(options).using(vertx).build();

    assertThat(four(ours, 1))
        .as("all share the one connection, nobody waits")
        .allMatch(Future::succeeded);
    assertThat(four(pool, 1))
        .as("one has the connection, three find no place")
        .filteredOn(Future::succeeded)
        .hasSize(1);
    assertThat(four(plain, 4))
        .as("a connection for each, as in a pool")
        .extracting(asked -> asked.result().iterator().next().getInteger("pid"))
        .doesNotHaveDuplicates();
  }

  @Test
  void a_new_connection_has_every_point_read_prepared_before_its_first_request() {
    var database = open(config(1, 16, 16), List.of(NUMBER, PREPARED));

    var texts =
        await(execute(database, PREPARED, Tuple.tuple())).stream()
            .map(row -> row.getString(0))
            .toList();

    assertThat(texts).contains(NUMBER.text());
  }

  @Test
  void a_full_queue_refuses_at_once() {
    var database = open(config(1, 2, 1), List.of());
    List<Future<RowSet<Row>>> slow;
    try (var _ = Gate.on(server)) {
      slow = IntStream.range(0, 3).mapToObj(n -> pass(database, Gate.READ)).toList();

      var refused = failure(pass(database, Gate.READ));

      assertThat(refused.kind()).isEqualTo(FailureKind.OVERLOADED);
      assertThat(database.pools()).contains(state(3, 3));
    }
    await(Future.join(slow));
    Awaitility.await().until(() -> database.pools().contains(state(0, 3)));
  }

  @Test
  void a_deadline_holds_whatever_the_server_does_and_the_place_is_given_back() {
    var database = open(config(1, 4, 0), List.of());
    var soon = Call.background("test", Duration.ofMillis(50));
    try (var _ = Gate.on(server)) {

      var late = failure(database.execute(Gate.READ, Tuple.tuple(), soon));

      assertThat(late.kind()).isEqualTo(FailureKind.DEADLINE);
    }
    Awaitility.await().until(() -> database.pools().contains(state(0, 4)));
  }

  @Test
  void the_server_gives_up_on_a_statement_after_its_pools_time() {
    var database = open(config(new PoolConfig(1, 0, Duration.ofSeconds(1)), 4), List.of());

    var late = failure(execute(database, NAP, Tuple.of(60.0)));

    assertThat(late.kind()).isEqualTo(FailureKind.DEADLINE);
    assertThat(late).hasMessageContaining("57014");
  }

  @Test
  void no_plan_is_compiled() {
    var database = open(config(1, 16, 16), List.of());
    var shown = Statement.list("test.shown", "select current_setting('jit') as jit");

    var jit = await(execute(database, shown, Tuple.tuple())).iterator().next().getString("jit");

    assertThat(jit).isEqualTo("off");
  }

  @Test
  void an_error_in_a_pipeline_fails_its_own_statement_only() {
    var database = open(config(1, 16, 16), List.of());
    var broken = Statement.read("test.broken", "select 1 / $1::int as result");

    var before = execute(database, NUMBER, Tuple.of(1));
    var failed = execute(database, broken, Tuple.of(0));
    var after = execute(database, NUMBER, Tuple.of(2));

    assertThat(failure(failed).kind()).isEqualTo(FailureKind.INTERNAL);
    assertThat(await(before).size()).isEqualTo(1);
    assertThat(await(after).size()).isEqualTo(1);
  }

  @Test
  void a_slow_list_delays_no_point_read() {
    var database = open(config(1, 16, 16), List.of());
    Future<RowSet<Row>> list;
    try (var _ = Gate.on(server)) {
      list = pass(database, Gate.LIST);

      await(execute(database, NUMBER, Tuple.of(1)));

      assertThat(list.isComplete()).isFalse();
    }
    await(list);
  }

  @Test
  void a_unique_violation_is_told_from_every_other_failure() {
    var database = open(config(1, 4, 4), List.of());
    await(
        execute(
            database,
            Statement.write(
                "test.create",
                "create table if not exists seats (number int constraint seats_taken unique)"),
            Tuple.tuple()));
    var take = Statement.write("test.take", "insert into seats values ($1::int)");
    await(execute(database, take, Tuple.of(7)));

    var refused = failure(execute(database, take, Tuple.of(7)));

    assertThat(UniqueViolation.of(refused, "seats_taken")).isTrue();
    assertThat(UniqueViolation.of(refused, "other")).isFalse();
  }

  @Test
  void a_server_that_is_not_there_is_unavailable() {
    var nobody = URI.create("postgresql://nobody:secret@127.0.0.1:1/none");
    var database = Database.open(vertx, config(1, 4, 4), nobody, List.of());

    var away = failure(execute(database, NUMBER, Tuple.of(1)));

    assertThat(away.kind()).isEqualTo(FailureKind.UNAVAILABLE);
    assertThat(away).hasMessageNotContaining("secret");
  }

  private Database open(DatabaseConfig config, List<Statement> statements) {
    return Database.open(vertx, config, server, statements);
  }

  private static PoolState state(int inFlight, int limit) {
    return new PoolState(Purpose.READ, inFlight, limit, limit, false, 0);
  }

  private static DatabaseConfig config(int connections, int pipelining, int queue) {
    return config(new PoolConfig(connections, queue, Duration.ofSeconds(20)), pipelining);
  }

  private static DatabaseConfig config(PoolConfig pool, int pipelining) {
    return new DatabaseConfig(
        Optional.empty(),
        List.of(),
        0,
        ReplicationConfig.defaults(),
        Duration.ZERO,
        Duration.ZERO,
        pipelining,
        pool,
        pool,
        pool,
        pool,
        pool);
  }

  private static Future<RowSet<Row>> execute(
      Database database, Statement statement, Tuple parameters) {
    return database.execute(statement, parameters, Call.background("test", Duration.ofSeconds(20)));
  }

  private static Future<RowSet<Row>> pass(Database database, Statement gate) {
    return execute(database, gate, Tuple.tuple());
  }

  private static BusFailure failure(Future<?> future) {
    return catchThrowableOfType(BusFailure.class, () -> await(future));
  }

  /// Asks four at once, of which none is answered before so many connections are at work.
  private static List<Future<RowSet<Row>>> four(SqlClient client, int connections) {
    await(client.query("select 1").execute());
    List<Future<RowSet<Row>>> asked;
    try (var gate = Gate.on(server)) {
      asked = IntStream.range(0, 4).mapToObj(n -> client.query(Gate.TEXT).execute()).toList();
      Awaitility.await().until(() -> gate.waiting() == connections);
    }
    await(Future.join(asked).otherwiseEmpty());
    return asked;
  }
}
