package dev.peregrine.perf.internal;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Tuple;

/// The peer of lists: pages as they are usually written, on a bare Vert.x server. The page is read
/// with `offset`, the total counted, both at the same time.
///
/// `/page/N` answers the page of 50 by its number from 1.
public final class CountingServer extends VerticleBase {

  private static final int PAGE_SIZE = 50;
  private static final int CONNECTIONS = 4;
  private static final String PAGE =
      """
      select id, name, email, type, created_at, updated_at, version
      from customers order by name, id limit $1::int offset $2::bigint
      """;
  private static final String COUNT = "select count(*) from customers";

  private final Pool pool;

  private CountingServer(Pool pool) {
    this.pool = pool;
  }

  /// Serves at a free port of loopback until it is killed, and prints the port.
  ///
  /// @param arguments the URI of the Postgres that has the customers
  public static void main(String... arguments) {
    var postgres = PgConnectOptions.fromUri(arguments[0]).setCachePreparedStatements(true);
    BarePort.serve(vertx -> {
      var pool =
          PgBuilder.pool()
              .with(new PoolOptions().setMaxSize(CONNECTIONS))
              .connectingTo(postgres)
              .using(vertx)
              .build();
      return () -> new CountingServer(pool);
    });
  }

  @Override
  public Future<?> start() {
    return BarePort.listen(vertx, this::answer);
  }

  private void answer(HttpServerRequest request) {
    var path = request.uri();
    var page = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
    var parameters = Tuple.of(PAGE_SIZE, (page - 1L) * PAGE_SIZE);
    var items = pool.preparedQuery(PAGE).execute(parameters);
    var total = pool.preparedQuery(COUNT).execute();
    Future.all(items, total)
        .map(both ->
            BareJson.page(items.result(), total.result().iterator().next().getLong(0), page))
        .onSuccess(body -> BarePort.write(request, body))
        .onFailure(thrown -> BarePort.fail(request));
  }
}
