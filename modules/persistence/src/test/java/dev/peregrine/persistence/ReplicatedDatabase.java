package dev.peregrine.persistence;

import static dev.peregrine.testkit.Awaiting.await;

import dev.peregrine.bus.Call;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.embedded.EmbeddedPostgres;
import dev.peregrine.embedded.EmbeddedReplica;
import dev.peregrine.testkit.TestVertx;
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

  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final TestVertx vertx = TestVertx.create();
  private final Map<ReadRoute, LongAdder> routes = new ConcurrentHashMap<>();
  private final Database database;

  ReplicatedDatabase(URI primary, List<URI> replicas) {
    database =
        Database.open(vertx.vertx(), config().at(primary, replicas), primary, List.of())
            .measuredBy(new Counting());
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

  /// The defaults, with bounds that a test need not wait for long.
  private static DatabaseConfig config() {
    var usual = DatabaseConfig.defaults();
    return new DatabaseConfig(
        usual.primary(),
        List.of(),
        0,
        new ReplicationConfig(
            Duration.ofMillis(100),
            Duration.ofMillis(300),
            Duration.ofMillis(500),
            16L << 20,
            Duration.ofMillis(300)),
        usual.startTimeout(),
        usual.maxLifetime(),
        usual.pipelining(),
        usual.reads(),
        usual.lists(),
        usual.writes(),
        usual.relay(),
        usual.bulk());
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

  List<ReplicaState> states() {
    return database.replicas().stream().map(ReplicaFigures::state).toList();
  }

  void awaitStates(ReplicaState... expected) {
    Awaitility.await().atMost(LIMIT).until(() -> states().equals(List.of(expected)));
  }

  static Call soon() {
    return Call.background("test", Duration.ofSeconds(5));
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
