package dev.peregrine.persistence.internal;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Deadline;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.persistence.Statement;
import dev.peregrine.persistence.WalPosition;
import dev.peregrine.persistence.Written;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A client with a door that counts: no more statements enter than its connections and its queue
/// hold.
///
/// The client's own queue keeps a waiter whose caller has long gone, so it is not trusted with the
/// bound. A statement holds its place until the client is done with it, even if its caller's
/// deadline passed before.
public final class StatementPool {

  /// Where the next record of the log will stand: not before any commit that was answered, whatever
  /// the server's `synchronous_commit`.
  private static final Statement INSERTED =
      Statement.read(
          "database.inserted",
          """
          select ('x' || left(pg_walfile_name(at), 8))::bit(32)::int as timeline,
                 (at - '0/0'::pg_lsn)::bigint as position
          from pg_current_wal_insert_lsn() as at
          """);

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
    return admitted(
        statement, deadline, () -> client.preparedQuery(statement.text()).execute(parameters));
  }

  /// Runs a change and asks behind it, on the same connection and without waiting in between, how
  /// far the log is; in a pool whose connections carry one statement at a time.
  ///
  /// The second question is a transaction of its own, so the server answers it after the commit of
  /// the first. Its failure does not undo the change: then only the primary knows it for sure.
  ///
  /// @param statement which
  /// @param parameters one for each `$n`
  /// @param deadline after it the caller is told so, whatever the server does
  /// @return the rows and the position, or what the client threw, or a [BusFailure]
  public Future<Written> write(Statement statement, Tuple parameters, Deadline deadline) {
    return admitted(
        statement,
        deadline,
        () ->
            ((Pool) client)
                .withConnection(connection -> {
                  var rows = connection.preparedQuery(statement.text()).execute(parameters);
                  var position = connection.preparedQuery(INSERTED.text()).execute();
                  return rows.compose(changed ->
                      position.transform((at, thrown) ->
                          Future.succeededFuture(new Written(changed, position(at)))));
                }));
  }

  private static WalPosition position(@Nullable RowSet<Row> rows) {
    if (rows == null) {
      return WalPosition.LATEST;
    }
    var at = rows.iterator().next();
    return new WalPosition(at.getInteger("timeline"), at.getLong("position"));
  }

  private <T> Future<T> admitted(Statement statement, Deadline deadline, Supplier<Future<T>> work) {
    var remainingMs = deadline.remainingMs();
    if (remainingMs <= 0) {
      return Future.failedFuture(passed(statement));
    }
    if (inFlight.incrementAndGet() > limit) {
      inFlight.decrementAndGet();
      var detail = limit + " statements are in flight already";
      return Future.failedFuture(new BusFailure(FailureKind.OVERLOADED, statement.name(), detail));
    }
    var result = work.get();
    var _ = result.onComplete(done -> inFlight.decrementAndGet());
    return withinDeadline(statement, result, remainingMs);
  }

  /// Runs a text about a statement, unless the pool is full; not prepared if it has no parameters.
  ///
  /// @param statement whom failures name
  /// @param text the SQL
  /// @param parameters one for each `$n`; none, if the text is to be taken as it is
  /// @param deadline after it the caller is told so, whatever the server does
  Future<RowSet<Row>> executeOnce(
      Statement statement, String text, Tuple parameters, Deadline deadline) {
    var remainingMs = deadline.remainingMs();
    if (remainingMs <= 0 || inFlight.get() >= limit) {
      return Future.failedFuture(passed(statement));
    }
    inFlight.incrementAndGet();
    var rows =
        parameters.size() == 0
            ? client.query(text).execute()
            : client.preparedQuery(text).execute(parameters);
    var _ = rows.onComplete(done -> inFlight.decrementAndGet());
    return withinDeadline(statement, rows, remainingMs);
  }

  private <T> Future<T> withinDeadline(Statement statement, Future<T> work, long remainingMs) {
    if (work.isComplete()) {
      return work;
    }
    var promise = Promise.<T>promise();
    var timer = vertx.setTimer(remainingMs, fired -> promise.tryFail(passed(statement)));
    var _ =
        work.onComplete(
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
