package dev.peregrine.persistence.internal;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Deadline;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.persistence.PoolState;
import dev.peregrine.persistence.Purpose;
import dev.peregrine.persistence.Statement;
import dev.peregrine.persistence.WalPosition;
import dev.peregrine.persistence.Written;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A client with a door that counts: no more statements enter than its connections and its queue
/// hold, fewer while they take too long, and none while the server is away.
///
/// The client's own queue keeps a waiter whose caller has long gone, so it is not trusted with the
/// bound. A statement holds its place until the client is done with it, even if its caller's
/// deadline passed before. A server on which statements stay for longer than it may work on them,
/// without one that ends, is silent: its connections are given up, and so are all statements on
/// them. The client would keep those for as long as the system keeps the connection.
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
  private final RenewedClient clients;
  private final Bounds bounds;
  private final Set<Flight<?>> flights = ConcurrentHashMap.newKeySet();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicLong lastSign = new AtomicLong(System.nanoTime());

  /// What keeps statements out.
  ///
  /// @param alone whether a connection carries one statement at a time
  /// @param limit how many may be sent or wait
  /// @param adaptive how many may now
  /// @param breaker whether the server is there
  /// @param silenceNanos how long it may be before one of them ends
  record Bounds(
      boolean alone, int limit, AdaptiveLimit adaptive, Breaker breaker, long silenceNanos) {}

  StatementPool(Vertx vertx, RenewedClient clients, Bounds bounds) {
    this.vertx = vertx;
    this.clients = clients;
    this.bounds = bounds;
  }

  /// Runs a statement, unless the pool is full.
  ///
  /// @param statement which
  /// @param parameters one for each `$n`
  /// @param deadline after it the caller is told so, whatever the server does
  /// @return the rows, or what the client threw, or a [BusFailure]
  public Future<RowSet<Row>> execute(Statement statement, Tuple parameters, Deadline deadline) {
    return admitted(
        statement, deadline, client -> client.preparedQuery(statement.text()).execute(parameters));
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
        connection -> {
          var rows = connection.preparedQuery(statement.text()).execute(parameters);
          var position = connection.preparedQuery(INSERTED.text()).execute();
          return rows.compose(changed ->
              position.transform(
                  (at, thrown) -> Future.succeededFuture(new Written(changed, position(at)))));
        });
  }

  private static WalPosition position(@Nullable RowSet<Row> rows) {
    if (rows == null) {
      return WalPosition.LATEST;
    }
    var at = rows.iterator().next();
    return new WalPosition(at.getInteger("timeline"), at.getLong("position"));
  }

  private <T> Future<T> admitted(
      Statement statement, Deadline deadline, Function<SqlClient, Future<T>> work) {
    var remainingMs = deadline.remainingMs();
    if (remainingMs <= 0) {
      return Future.failedFuture(Flight.passed(statement));
    }
    var begun = System.nanoTime();
    look(begun);
    if (bounds.breaker.isOpen()) {
      return Future.failedFuture(bounds.breaker.refusal(statement.name()));
    }
    if (inFlight.get() == 0) {
      // Before it is counted: whoever looks meanwhile must not take peace for silence.
      lastSign.set(begun);
    }
    var count = inFlight.incrementAndGet();
    var admits = bounds.adaptive.now();
    if (count > admits) {
      inFlight.decrementAndGet();
      return Future.failedFuture(full(statement, admits));
    }
    var flight = new Flight<T>(vertx, statement, clients.take());
    flights.add(flight);
    var result = granted(flight.lease().client(), statement, deadline, work);
    var _ =
        result.onComplete((done, thrown) -> {
          if (land(flight)) {
            ended(count, begun, thrown);
          }
        });
    var answer = flight.answer(result, remainingMs);
    if (flight.lease().isEnded()) {
      // Given up before it was among those that are in flight.
      giveUp(flight);
    }
    return answer;
  }

  /// Takes a connection first where each carries one statement at a time: what nobody waits for any
  /// more by then is not carried out. Costs no round trip; the client does the same by itself.
  private <T> Future<T> granted(
      SqlClient client,
      Statement statement,
      Deadline deadline,
      Function<SqlClient, Future<T>> work) {
    if (!bounds.alone) {
      return work.apply(client);
    }
    return ((Pool) client)
        .getConnection()
        .compose(connection -> {
          var done =
              deadline.passed()
                  ? Future.<T>failedFuture(Flight.passed(statement))
                  : work.apply(connection);
          return done.onComplete(ended -> {
            var _ = connection.close();
          });
        });
  }

  /// Gives connections up on which nothing has come back for too long.
  private void look(long now) {
    var sign = lastSign.get();
    if (inFlight.get() > 0
        && now - sign > bounds.silenceNanos
        && lastSign.compareAndSet(sign, now)) {
      bounds.breaker.open("is silent");
      var fresh = clients.abandon();
      for (var flight : flights) {
        if (flight.lease() != fresh) {
          giveUp(flight);
        }
      }
    }
  }

  private void giveUp(Flight<?> flight) {
    flight.lease().end();
    if (land(flight)) {
      flight.giveUp();
    }
  }

  private boolean land(Flight<?> flight) {
    if (!flight.end()) {
      return false;
    }
    flights.remove(flight);
    inFlight.decrementAndGet();
    return true;
  }

  private void ended(int count, long begun, @Nullable Throwable thrown) {
    var now = System.nanoTime();
    lastSign.set(now);
    if (thrown != null && Breaker.isLoss(thrown)) {
      bounds.breaker.lost(begun);
      return;
    }
    bounds.breaker.answered();
    bounds.adaptive.ended(count, begun, now);
  }

  /// Runs a text about a statement, unless the pool is full; not prepared if it has no parameters.
  ///
  /// @param statement whom failures name
  /// @param text the SQL
  /// @param parameters one for each `$n`; none, if the text is to be taken as it is
  /// @param deadline after it the caller is told so, whatever the server does
  Future<RowSet<Row>> executeOnce(
      Statement statement, String text, Tuple parameters, Deadline deadline) {
    return admitted(
        statement,
        deadline,
        client ->
            parameters.size() == 0
                ? client.query(text).execute()
                : client.preparedQuery(text).execute(parameters));
  }

  /// Returns how many statements hold a place.
  public int inFlight() {
    return inFlight.get();
  }

  /// Tells whether it would let one more in.
  boolean hasRoom() {
    return !bounds.breaker.isOpen() && inFlight.get() < bounds.adaptive.now();
  }

  /// Returns what it is doing at this moment.
  ///
  /// @param purpose what it is for
  public PoolState state(Purpose purpose) {
    return new PoolState(
        purpose,
        inFlight.get(),
        bounds.limit,
        bounds.adaptive.now(),
        bounds.breaker.isOpen(),
        clients.renewals());
  }

  /// Closes the connections.
  ///
  /// @return done when they are closed
  public Future<Void> close() {
    bounds.breaker.close();
    return clients.close();
  }

  private static BusFailure full(Statement statement, int admits) {
    var detail = admits + " statements are in flight already";
    return new BusFailure(FailureKind.OVERLOADED, statement.name(), detail);
  }
}
