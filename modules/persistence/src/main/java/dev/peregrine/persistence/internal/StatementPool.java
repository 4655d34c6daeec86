package dev.peregrine.persistence.internal;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Deadline;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.persistence.Statement;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.atomic.AtomicInteger;

/// A client with a door that counts: no more statements enter than its connections and its queue
/// hold.
///
/// The client's own queue keeps a waiter whose caller has long gone, so it is not trusted with the
/// bound. A statement holds its place until the client is done with it, even if its caller's
/// deadline passed before.
public final class StatementPool {

  private final Vertx vertx;
  private final SqlClient client;
  private final int limit;
  private final AtomicInteger inFlight = new AtomicInteger();

  StatementPool(Vertx vertx, SqlClient client, int limit) {
    this.vertx = vertx;
    this.client = client;
    this.limit = limit;
  }

  /// Runs a statement, unless the pool is full.
  ///
  /// @param statement which
  /// @param parameters one for each `$n`
  /// @param deadline after it the caller is told so, whatever the server does
  /// @return the rows, or what the client threw, or a [BusFailure]
  public Future<RowSet<Row>> execute(Statement statement, Tuple parameters, Deadline deadline) {
    var remainingMs = deadline.remainingMs();
    if (remainingMs <= 0) {
      return Future.failedFuture(passed(statement));
    }
    if (inFlight.incrementAndGet() > limit) {
      inFlight.decrementAndGet();
      var detail = limit + " statements are in flight already";
      return Future.failedFuture(new BusFailure(FailureKind.OVERLOADED, statement.name(), detail));
    }
    var rows = client.preparedQuery(statement.text()).execute(parameters);
    var _ = rows.onComplete(done -> inFlight.decrementAndGet());
    return withinDeadline(statement, rows, remainingMs);
  }

  private Future<RowSet<Row>> withinDeadline(
      Statement statement, Future<RowSet<Row>> rows, long remainingMs) {
    if (rows.isComplete()) {
      return rows;
    }
    var promise = Promise.<RowSet<Row>>promise();
    var timer = vertx.setTimer(remainingMs, fired -> promise.tryFail(passed(statement)));
    var _ =
        rows.onComplete(
            result -> {
              vertx.cancelTimer(timer);
              promise.tryComplete(result);
            },
            thrown -> {
              vertx.cancelTimer(timer);
              promise.tryFail(thrown);
            });
    return promise.future();
  }

  /// Returns how many statements hold a place.
  public int inFlight() {
    return inFlight.get();
  }

  /// Returns how many statements may hold a place.
  public int limit() {
    return limit;
  }

  /// Closes the connections.
  ///
  /// @return done when they are closed
  public Future<Void> close() {
    return client.close();
  }

  private static BusFailure passed(Statement statement) {
    return new BusFailure(
        FailureKind.DEADLINE, statement.name(), "the deadline passed before the server answered");
  }
}
