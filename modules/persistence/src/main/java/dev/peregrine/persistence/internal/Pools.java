package dev.peregrine.persistence.internal;

import dev.peregrine.persistence.PoolConfig;
import dev.peregrine.persistence.Purpose;
import dev.peregrine.persistence.Statement;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Builds clients the way the pg client's traps ask for.
public final class Pools {

  private static final Logger LOG = LoggerFactory.getLogger(Pools.class);

  /// More than the project has texts, so that none is ever thrown out and prepared again.
  private static final int CACHED_STATEMENTS = 256;

  /// The client's bound of the wait for a connection: none, since the caller's deadline bounds it,
  /// and a server that falls silent loses all who wait. The client's own timer may outlive the
  /// wait, and what it then throws among the pool's tasks keeps others from running.
  private static final int NO_TIMEOUT = 0;

  /// A server that is not there is not waited for as long as the system would.
  private static final int CONNECT_TIMEOUT_MS = 2_000;

  /// For a table that somebody holds, when a statement is only prepared.
  private static final int HELD_TABLE_MS = 20;

  /// What may be at work or wait at least, for each connection, however late statements are.
  private static final int LEAST_DEPTH = 4;

  /// How much longer than it may work on a statement a server may say nothing.
  private static final Duration SILENCE = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final ServerAddress server;
  private final Duration lifetime;
  private final List<Statement> warm;

  /// Makes a factory for one server.
  ///
  /// @param vertx whose event loops do the work
  /// @param server its address, `postgresql://user:password@host:port/database`
  /// @param lifetime how old a connection may get; zero: as old as it will
  public Pools(Vertx vertx, URI server, Duration lifetime) {
    this(vertx, ServerAddress.of("primary", server), lifetime, List.of());
  }

  private Pools(Vertx vertx, ServerAddress server, Duration lifetime, List<Statement> warm) {
    this.vertx = vertx;
    this.server = server;
    this.lifetime = lifetime;
    this.warm = warm;
  }

  /// Returns the same, with statements that are prepared on every new connection of the pool of
  /// their purpose.
  ///
  /// @param statements all of the program
  public Pools warming(List<Statement> statements) {
    return new Pools(vertx, server, lifetime, statements);
  }

  /// Makes the pipelined client for point reads.
  ///
  /// The client pipelines only if pool options are set explicitly; without them it silently does
  /// not.
  ///
  /// @param config sizes and bounds
  /// @param pipelining statements in flight on one connection
  /// @param warm run once on every new connection, since the first use of a text stalls the
  ///   pipeline until the server has described it
  public StatementPool pipelined(PoolConfig config, int pipelining, List<Statement> warm) {
    var atOnce = config.connections() * pipelining;
    var least = config.connections() * Math.max(pipelining, LEAST_DEPTH);
    var limit = atOnce + config.queue();
    return bounded(
        false,
        config,
        new AdaptiveLimit.Places(atOnce, least, limit),
        () ->
            PgBuilder.client()
                .with(pool(Purpose.READ, config, limit))
                .with(network())
                .connectingTo(connect(Purpose.READ, config).setPipeliningLimit(pipelining))
                .withConnectHandler(connection -> warm(connection, warm))
                .using(vertx)
                .build());
  }

  /// Makes a pool whose connections carry one statement at a time.
  ///
  /// @param purpose what it is for
  /// @param config sizes and bounds
  public StatementPool pooled(Purpose purpose, PoolConfig config) {
    var limit = config.connections() + config.queue();
    var mine = warm.stream().filter(one -> one.purpose() == purpose).toList();
    // Work behind the scenes waits for nobody's deadline, so it is refused by number alone.
    var least =
        switch (purpose) {
          case READ, LIST, WRITE -> config.connections() * LEAST_DEPTH;
          case RELAY, BULK -> limit;
        };
    return bounded(
        true,
        config,
        new AdaptiveLimit.Places(config.connections(), least, limit),
        () ->
            PgBuilder.pool()
                .with(pool(purpose, config, limit))
                .with(network())
                .connectingTo(connect(purpose, config))
                .withConnectHandler(connection -> prepare(connection, mine))
                .using(vertx)
                .build());
  }

  private StatementPool bounded(
      boolean alone, PoolConfig config, AdaptiveLimit.Places places, Supplier<SqlClient> opener) {
    var late = config.statementTimeout().dividedBy(2);
    var adaptive = new AdaptiveLimit(places, late, System.nanoTime());
    var silence = config.statementTimeout().plus(SILENCE).toNanos();
    return new StatementPool(
        vertx,
        new RenewedClient(vertx, opener, lifetime),
        new StatementPool.Bounds(
            alone, places.most(), adaptive, new Breaker(vertx, server), silence));
  }

  private PgConnectOptions connect(Purpose purpose, PoolConfig config) {
    var options =
        server
            .options()
            .setCachePreparedStatements(true)
            .setPreparedStatementCacheMaxSize(CACHED_STATEMENTS);
    options.addProperty("application_name", "peregrine-" + label(purpose));
    options.addProperty("statement_timeout", Long.toString(config.statementTimeout().toMillis()));
    options.addProperty("timezone", "UTC");
    // A plan whose limit is not known yet looks dear, and compiling it takes longer than any of
    // them.
    options.addProperty("jit", "off");
    return options;
  }

  /// All of the limit may wait in the client, since all do while the first connection is being
  /// made.
  private static PoolOptions pool(Purpose purpose, PoolConfig config, int limit) {
    return new PoolOptions()
        .setName("peregrine-" + label(purpose))
        .setMaxSize(config.connections())
        .setMaxWaitQueueSize(limit)
        .setConnectionTimeout(NO_TIMEOUT);
  }

  private static NetClientOptions network() {
    return new NetClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MS);
  }

  private static void warm(SqlConnection connection, List<Statement> statements) {
    var runs =
        statements.stream()
            .map(one -> connection.preparedQuery(one.text()).execute(nulls(one.parameters())))
            .toList();
    var _ =
        Future.join(runs)
            .onFailure(thrown ->
                LOG.warn("a new connection could not be warmed up: {}", thrown.getMessage()))
            .eventually(connection::close);
  }

  /// Has changes and lists prepared without a run: one value too many is refused by the client,
  /// when the server has described the text and before it is asked to carry it out. A table that
  /// somebody holds is not waited for, since others may want the connection for another one.
  private static void prepare(SqlConnection connection, List<Statement> statements) {
    var runs = new ArrayList<Future<?>>();
    runs.add(connection.query("set lock_timeout = " + HELD_TABLE_MS).execute());
    for (var one : statements) {
      runs.add(connection.preparedQuery(one.text()).execute(nulls(one.parameters() + 1)));
    }
    runs.add(connection.query("reset lock_timeout").execute());
    var _ = Future.join(runs).otherwiseEmpty().eventually(connection::close);
  }

  private static Tuple nulls(int count) {
    var nulls = Tuple.tuple();
    for (var i = 0; i < count; i++) {
      nulls.addValue(null);
    }
    return nulls;
  }

  private static String label(Purpose purpose) {
    return purpose.name().toLowerCase(Locale.ROOT);
  }
}
