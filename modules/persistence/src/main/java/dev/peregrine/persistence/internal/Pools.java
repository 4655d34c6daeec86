package dev.peregrine.persistence.internal;

import dev.peregrine.persistence.PoolConfig;
import dev.peregrine.persistence.Purpose;
import dev.peregrine.persistence.Statement;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Builds clients the way the pg client's traps ask for.
public final class Pools {

  private static final Logger LOG = LoggerFactory.getLogger(Pools.class);

  /// More than the project has texts, so that none is ever thrown out and prepared again.
  private static final int CACHED_STATEMENTS = 256;

  /// The client's bound of the wait for a place; longer than any caller's deadline, which is the
  /// one that counts.
  private static final int PLACE_TIMEOUT_MS = 30_000;

  private final Vertx vertx;
  private final URI server;

  /// Makes a factory for one server.
  ///
  /// @param vertx whose event loops do the work
  /// @param server its address, `postgresql://user:password@host:port/database`
  public Pools(Vertx vertx, URI server) {
    this.vertx = vertx;
    this.server = server;
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
    var limit = config.connections() * pipelining + config.queue();
    var client =
        PgBuilder.client()
            .with(pool(Purpose.READ, config, limit))
            .connectingTo(connect(Purpose.READ, config).setPipeliningLimit(pipelining))
            .withConnectHandler(connection -> warm(connection, warm))
            .using(vertx)
            .build();
    return new StatementPool(vertx, client, limit);
  }

  /// Makes a pool whose connections carry one statement at a time.
  ///
  /// @param purpose what it is for
  /// @param config sizes and bounds
  public StatementPool pooled(Purpose purpose, PoolConfig config) {
    var limit = config.connections() + config.queue();
    var client =
        PgBuilder.pool()
            .with(pool(purpose, config, limit))
            .connectingTo(connect(purpose, config))
            .using(vertx)
            .build();
    return new StatementPool(vertx, client, limit);
  }

  private PgConnectOptions connect(Purpose purpose, PoolConfig config) {
    var options =
        PgConnectOptions.fromUri(server.toString())
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
        .setConnectionTimeout(PLACE_TIMEOUT_MS)
        .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS);
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
