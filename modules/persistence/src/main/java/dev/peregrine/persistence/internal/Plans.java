package dev.peregrine.persistence.internal;

import dev.peregrine.bus.Deadline;
import dev.peregrine.persistence.Statement;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;

/// Asks how a statement would be carried out; no value of any request is involved.
public final class Plans {

  private static final String GENERIC = "explain (format json, generic_plan) ";
  private static final String ANY = "explain (format json) ";
  private static final String UNKNOWN_OPTION = "42601";

  private Plans() {}

  /// Returns the plan that serves any parameters; on servers before Postgres 16, which cannot tell,
  /// the one for nulls.
  ///
  /// @param statement which
  /// @param pool where to ask
  /// @param deadline until when the caller waits
  /// @return JSON, as the server writes it
  public static Future<String> of(Statement statement, StatementPool pool, Deadline deadline) {
    return pool.executeOnce(statement, GENERIC + statement.text(), Tuple.tuple(), deadline)
        .map(Plans::json)
        .recover(thrown ->
            thrown instanceof PgException refused && UNKNOWN_OPTION.equals(refused.getSqlState())
                ? ofNulls(statement, pool, deadline)
                : Future.failedFuture(thrown));
  }

  static Future<String> ofNulls(Statement statement, StatementPool pool, Deadline deadline) {
    var nulls = Tuple.tuple();
    for (var i = 0; i < statement.parameters(); i++) {
      nulls.addValue(null);
    }
    return pool.executeOnce(statement, ANY + statement.text(), nulls, deadline).map(Plans::json);
  }

  private static String json(RowSet<Row> rows) {
    var plan = rows.iterator().next().getValue(0);
    return plan instanceof JsonArray array ? array.encode() : String.valueOf(plan);
  }
}
