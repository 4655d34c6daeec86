package dev.peregrine.perf.internal;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
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
    var loops = Runtime.getRuntime().availableProcessors();
    var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops));
    var pool =
        PgBuilder.pool()
            .with(new PoolOptions().setMaxSize(CONNECTIONS))
            .connectingTo(PgConnectOptions.fromUri(arguments[0]).setCachePreparedStatements(true))
            .using(vertx)
            .build();
    vertx
        .deployVerticle(
            () -> (Deployable) new CountingServer(pool),
            new DeploymentOptions().setInstances(loops))
        .onFailure(thrown -> {
          thrown.printStackTrace();
          System.exit(1);
        });
  }

  @Override
  public Future<?> start() {
    return vertx
        .createHttpServer()
        .requestHandler(this::answer)
        .listen(SocketAddress.sharedRandomPort(1, "127.0.0.1"))
        .onSuccess(server -> System.out.println("port " + server.actualPort()));
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
        .onSuccess(body -> {
          var response = request.response();
          response.headers().add(HttpHeaders.CONTENT_TYPE, "application/json");
          var _ = response.end(body);
        })
        .onFailure(thrown -> {
          var _ = request.response().setStatusCode(500).end();
        });
  }
}
