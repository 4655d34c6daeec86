package dev.peregrine.perf.internal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// How many statements a Postgres server has carried out, as it counts them itself. Blocks; not
/// safe for several threads.
final class StatementCount implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Vertx vertx;
  private final PgConnection connection;

  private StatementCount(Vertx vertx, PgConnection connection) {
    this.vertx = vertx;
    this.connection = connection;
  }

  /// Connects, and lets the server show its count.
  ///
  /// @param server with `pg_stat_statements` among the libraries that it loads
  static StatementCount of(URI server) throws IOException {
    var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    var options = PgConnectOptions.fromUri(server.toString());
    var counter = new StatementCount(vertx, wait(PgConnection.connect(vertx, options)));
    counter.run("create extension if not exists pg_stat_statements");
    return counter;
  }

  /// Carries one out.
  ///
  /// @param text the SQL
  void run(String text) throws IOException {
    var _ = wait(connection.query(text).execute());
  }

  /// Returns how many there were, this question left out.
  long now() throws IOException {
    var rows =
        wait(
            connection
                .query(
                    """
                    select coalesce(sum(calls), 0)::bigint from pg_stat_statements
                    where query not like '%pg_stat_statements%'
                    """)
                .execute());
    return rows.iterator().next().getLong(0);
  }

  private static <T> T wait(Future<T> future) throws IOException {
    try {
      return future.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new IOException("Postgres did not answer in " + PATIENCE, late);
    }
  }

  @Override
  public void close() throws IOException {
    var _ = wait(vertx.close());
  }
}
