package dev.peregrine.perf.internal;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.PreparedQuery;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The yardstick: the least that a Vert.x server can do for the same answers. No routing, no
/// validation, no deadline, no limit, no meter, no log.
///
/// `/cached/ID` writes bytes that it has; `/uncached/ID` runs two prepared queries on one pipelined
/// connection an event loop and writes what they found.
public final class BareServer extends VerticleBase {

  private static final int PIPELINING = 256;
  private static final String CUSTOMER =
      """
      select id, name, email, type, created_at, updated_at, version
      from customers where id = $1::bigint
      """;
  private static final String ORDERS =
      """
      select id, status, total, currency, placed_at from orders
      where customer_id = $1::bigint order by placed_at desc, id desc limit 10
      """;

  private final PgConnectOptions postgres;
  private final Map<String, Buffer> bodies;
  private @Nullable PreparedQuery<RowSet<Row>> customer;
  private @Nullable PreparedQuery<RowSet<Row>> orders;

  private BareServer(PgConnectOptions postgres, Map<String, Buffer> bodies) {
    this.postgres = postgres;
    this.bodies = bodies;
  }

  /// Serves at a free port of loopback until it is killed, and prints the port.
  ///
  /// @param arguments the URI of the Postgres that has the customers
  public static void main(String... arguments) {
    var postgres =
        PgConnectOptions.fromUri(arguments[0])
            .setCachePreparedStatements(true)
            .setPipeliningLimit(PIPELINING);
    var bodies = new ConcurrentHashMap<String, Buffer>();
    BarePort.serve(vertx -> () -> new BareServer(postgres, bodies));
  }

  @Override
  public Future<?> start() {
    return PgConnection.connect(vertx, postgres)
        .compose(connection -> Future.all(connection.prepare(CUSTOMER), connection.prepare(ORDERS)))
        .compose(prepared -> {
          customer = prepared.<io.vertx.sqlclient.PreparedStatement>resultAt(0).query();
          orders = prepared.<io.vertx.sqlclient.PreparedStatement>resultAt(1).query();
          return BarePort.listen(vertx, this::answer);
        });
  }

  private void answer(HttpServerRequest request) {
    var path = request.uri();
    var id = path.substring(path.lastIndexOf('/') + 1);
    if (path.startsWith("/uncached/")) {
      load(id)
          .onSuccess(body -> BarePort.write(request, body))
          .onFailure(thrown -> BarePort.fail(request));
      return;
    }
    var known = bodies.get(id);
    if (known != null) {
      BarePort.write(request, known);
    } else {
      load(id)
          .onSuccess(body -> {
            bodies.put(id, body);
            BarePort.write(request, body);
          })
          .onFailure(thrown -> BarePort.fail(request));
    }
  }

  private Future<Buffer> load(String id) {
    var key = Tuple.of(Long.valueOf(id));
    var one = customer;
    var theirs = orders;
    if (one == null || theirs == null) {
      return Future.failedFuture("not started");
    }
    var found = one.execute(key);
    var placed = theirs.execute(key);
    return Future.all(List.of(found, placed))
        .map(both -> BareJson.customer(found.result().iterator().next(), placed.result()));
  }
}
