package dev.peregrine.perf.internal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/// The data of lists as it is some time after it was written: swept by Postgres, and carried over
/// by the service.
final class ListsAtRest {

  private static final int POLL_MS = 500;
  private static final int LIMIT_MINUTES = 10;
  private static final int WIDEST = 4_000;
  private static final String LEFT =
      """
      select (select count(*) from customer_moves)
        + (select count(*) from customer_name_marks where individuals + businesses + partners > $1::int)
        + (select count(*) from customer_age_marks where individuals + businesses + partners > $1::int)
      """;

  private ListsAtRest() {}

  /// Waits for both; blocks.
  ///
  /// @param postgres where it is, beside a service that runs
  static void await(URI postgres) throws InterruptedException {
    var vertx = Vertx.vertx();
    try {
      var settled =
          PgConnection.connect(vertx, PgConnectOptions.fromUri(postgres.toString()))
              .compose(connection ->
                  carriedOver(vertx, connection)
                      .compose(done -> connection.query("vacuum analyze").execute())
                      .eventually(connection::close));
      var _ = settled.await(LIMIT_MINUTES, TimeUnit.MINUTES);
    } catch (java.util.concurrent.TimeoutException late) {
      throw new IllegalStateException("the service does not carry moves over", late);
    } finally {
      var _ = vertx.close();
    }
  }

  private static Future<Void> carriedOver(Vertx vertx, PgConnection connection) {
    return connection
        .preparedQuery(LEFT)
        .execute(io.vertx.sqlclient.Tuple.of(WIDEST))
        .compose(rows ->
            rows.iterator().next().getLong(0) == 0
                ? Future.succeededFuture()
                : vertx
                    .timer(POLL_MS, TimeUnit.MILLISECONDS)
                    .compose(later -> carriedOver(vertx, connection)));
  }
}
