package dev.peregrine.persistence.internal;

import dev.peregrine.bus.Deadline;
import dev.peregrine.persistence.Statement;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Collections;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Asks how a statement would be carried out; no value of any request is involved.
public final class Plans {

  private static final String GENERIC = "explain (format json, generic_plan) ";

  /// What a server before Postgres 16 answers: it knows neither the option nor, before it looks at
  /// options, a parameter.
  private static final Set<String> TOO_OLD = Set.of("42601", "42P02");

  private Plans() {}

  /// Returns the plan that serves any parameters.
  ///
  /// @param statement which
  /// @param pool where to ask
  /// @param deadline until when the caller waits
  /// @return JSON, as the server writes it
  public static Future<String> of(Statement statement, StatementPool pool, Deadline deadline) {
    return pool.executeOnce(statement, GENERIC + statement.text(), Tuple.tuple(), deadline)
        .map(Plans::json)
        .recover(thrown ->
            thrown instanceof PgException refused && TOO_OLD.contains(refused.getSqlState())
                ? byHand(statement, pool, deadline)
                : Future.failedFuture(thrown));
  }

  /// Does what servers before Postgres 16 have no word for: prepares the statement, and has them
  /// explain the plan that they keep for any parameters. One message, so one transaction.
  static Future<String> byHand(Statement statement, StatementPool pool, Deadline deadline) {
    var name = "plan_" + UUID.randomUUID().toString().replace("-", "");
    var nulls = String.join(", ", Collections.nCopies(statement.parameters(), "null"));
    var text =
        "set local plan_cache_mode = force_generic_plan; prepare "
            + name
            + " as "
            + statement.text()
            + "; explain (format json) execute "
            + name
            + (nulls.isEmpty() ? "" : " (" + nulls + ")")
            + "; deallocate "
            + name;
    return pool.executeOnce(statement, text, Tuple.tuple(), deadline).map(Plans::json);
  }

  /// The one answer of several that has a row.
  private static String json(RowSet<Row> answers) {
    for (@Nullable RowSet<Row> one = answers; one != null; one = one.next()) {
      if (one.size() > 0) {
        var plan = one.iterator().next().getValue(0);
        return plan instanceof JsonArray array ? array.encode() : String.valueOf(plan);
      }
    }
    return "[]";
  }
}
