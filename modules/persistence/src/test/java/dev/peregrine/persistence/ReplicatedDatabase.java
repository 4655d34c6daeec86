package dev.peregrine.persistence;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.embedded.EmbeddedPostgres;
import dev.peregrine.embedded.EmbeddedReplica;
import dev.peregrine.testkit.TestVertx;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A database with replicas, one row in it, and a count of who answered.
final class ReplicatedDatabase implements AutoCloseable {

  static final Statement WRITE =
      Statement.write("test.write", "update counted set n = $1::bigint returning n");
  static final Statement READ = Statement.list("test.read", "select n from counted");
  static final Statement WHERE =
      Statement.list("test.where", "select current_setting('port')::int as port");

  /// Bounds that a test need not wait for long.
  static final ReplicationConfig USUAL =
      new ReplicationConfig(
          Duration.ofMillis(100),
          Duration.ofSeconds(1),
          Duration.ofSeconds(1),
          16L << 20,
          Duration.ofMillis(300),
          200);

  /// Who is in rotation stays there until its connection breaks, however slow the machine is.
  static final ReplicationConfig STEADY =
      new ReplicationConfig(
          USUAL.checkEvery(),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          1L << 40,
          USUAL.provenFor(),
          USUAL.fallBacks());

  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final TestVertx vertx = TestVertx.create();
  private final Map<ReadRoute, LongAdder> routes = new ConcurrentHashMap<>();
  private final Database database;

  ReplicatedDatabase(URI primary, List<URI> replicas) {
    this(primary, replicas, USUAL);
  }

  ReplicatedDatabase(URI primary, List<URI> replicas, ReplicationConfig replication) {
    var config = config(replication).at(primary, replicas);
    database = Database.open(vertx.vertx(), config, primary, List.of()).measuredBy(new Counting());
  }

  private final class Counting implements DatabaseStats {
    @Override
    public void executed(Statement statement, @Nullable FailureKind kind, long nanos) {
      // Only the routes are of interest here.
    }

    @Override
    public void routed(ReadRoute route) {
      routes.computeIfAbsent(route, same -> new LongAdder()).increment();
    }
  }

  static ReplicatedDatabase of(EmbeddedPostgres primary, EmbeddedReplica... replicas) {
    var uris = List.of(replicas).stream().map(EmbeddedReplica::uri).toList();
    return new ReplicatedDatabase(primary.uri(), uris);
  }

  static DatabaseConfig config(ReplicationConfig replication) {
    var usual = DatabaseConfig.defaults();
    return new DatabaseConfig(
        usual.primary(),
        List.of(),
        0,
        replication,
        usual.startTimeout(),
        usual.maxLifetime(),
        usual.pipelining(),
        usual.reads(),
        usual.lists(),
        usual.writes(),
        usual.relay(),
        usual.bulk());
  }

  Vertx vertx() {
    return vertx.vertx();
  }

  Database database() {
    return database;
  }

  long routed(ReadRoute route) {
    var count = routes.get(route);
    return count == null ? 0 : count.sum();
  }

  WalPosition write(long n) {
    return await(database.write(WRITE, Tuple.of(n), soon())).position();
  }

  long read(WalPosition atLeast) {
    var rows = await(database.read(READ, Tuple.tuple(), atLeast, soon()));
    return rows.iterator().next().getLong("n");
  }

  /// Returns the port of who answers.
  int answeredBy() {
    var rows = await(database.read(WHERE, Tuple.tuple(), WalPosition.ANY, soon()));
    return rows.iterator().next().getInteger("port");
  }

  /// How the configured replicas are.
  List<ReplicaFigures> replicas() {
    var servers = database.servers();
    return servers.isEmpty() ? servers : servers.subList(1, servers.size());
  }

  List<ReplicaState> states() {
    return replicas().stream().map(ReplicaFigures::state).toList();
  }

  /// The one that was the primary at first, then the replicas.
  void awaitServers(ReplicaState... expected) {
    Awaitility.await()
        .atMost(LIMIT)
        .untilAsserted(() ->
            assertThat(database.servers())
                .extracting(ReplicaFigures::state)
                .containsExactly(expected));
  }

  /// Writes until it is done, as a client that is told to come back does.
  WalPosition writeAtLast(long n) {
    return Awaitility.await()
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .ignoreException(BusFailure.class)
        .until(() -> write(n), written -> true);
  }

  /// Reads until it is answered, as a client that is told to come back does.
  long readAtLast(WalPosition atLeast) {
    return Awaitility.await()
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .ignoreException(BusFailure.class)
        .until(() -> read(atLeast), n -> true);
  }

  /// Waits until each of them shows a number, past what is under test.
  static void awaitCounted(long n, EmbeddedReplica... replicas) {
    for (var replica : replicas) {
      Awaitility.await()
          .atMost(LIMIT)
          .until(() -> number(replica.jdbcUrl(), "select n from counted") == n);
    }
  }

  BusFailure failedWrite(long n) {
    return catchThrowableOfType(BusFailure.class, () -> write(n));
  }

  void awaitStates(ReplicaState... expected) {
    Awaitility.await().atMost(LIMIT).until(() -> states().equals(List.of(expected)));
  }

  static Call soon() {
    return Call.background("test", Duration.ofSeconds(5));
  }

  static long number(String jdbcUrl, String question) throws SQLException {
    try (var connection = DriverManager.getConnection(jdbcUrl);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(question)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  static void sql(String jdbcUrl, String text) throws SQLException {
    try (var connection = DriverManager.getConnection(jdbcUrl);
        var statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  @Override
  public void close() {
    await(database.close());
    vertx.close();
  }
}
