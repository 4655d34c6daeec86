package dev.peregrine.persistence;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.FailureKind;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;

/// Sorts what the client and the server throw into what a caller can act on.
final class SqlFailure {

  private static final List<String> LOST =
      List.of("Timeout", "onnection", "closed", "SSL handshake failed");

  private SqlFailure() {}

  static BusFailure of(Statement statement, Throwable thrown) {
    if (thrown instanceof BusFailure failure) {
      return failure;
    }
    return new BusFailure(
        kind(thrown), statement.name(), String.valueOf(thrown.getMessage()), thrown);
  }

  private static FailureKind kind(Throwable thrown) {
    if (thrown instanceof PgException refused) {
      return ofState(String.valueOf(refused.getSqlState()));
    }
    if (thrown instanceof TimeoutException) {
      return FailureKind.DEADLINE;
    }
    if (thrown instanceof IOException || thrown instanceof ClosedConnectionException) {
      return FailureKind.UNAVAILABLE;
    }
    // The client has no type of its own for a connection that it could not get or that broke.
    var text = String.valueOf(thrown.getMessage());
    return LOST.stream().anyMatch(text::contains) ? FailureKind.UNAVAILABLE : FailureKind.INTERNAL;
  }

  /// SQLSTATE classes, Postgres documentation appendix A.
  private static FailureKind ofState(String state) {
    return switch (state) {
      case "57014" -> FailureKind.DEADLINE; // query_canceled: the statement timeout
      case "25006", // read_only_sql_transaction: a replica, or a primary that was demoted
          "40001",
          "40P01", // serialization_failure, deadlock_detected
          "53100",
          "53200",
          "53300", // disk full, out of memory, too many connections
          "55P03" -> // lock_not_available: somebody holds it for longer than lock_timeout
          FailureKind.UNAVAILABLE;
      // connection exceptions; shutdown, crash, starting up, idle for too long
      default ->
          state.startsWith("08") || state.startsWith("57P")
              ? FailureKind.UNAVAILABLE
              : FailureKind.INTERNAL;
    };
  }
}
