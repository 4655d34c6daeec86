package dev.peregrine.persistence;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.persistence.internal.InsightRows;
import dev.peregrine.persistence.internal.InsightStatements;
import dev.peregrine.persistence.internal.SequentialScans;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Looks at the primary for what is slow and why, in its own figures and in plans of statements.
///
/// Says only what can be proved: of tables and indexes beyond a size, from what the server counted
/// or would do. On the relay's pool, a handful of statements a look, away from requests.
public final class DatabaseInsight {

  private static final long LARGE_BYTES = 8L << 20;

  private final Database database;
  private final long largeBytes;

  /// Makes it.
  ///
  /// @param database what to look at
  public DatabaseInsight(Database database) {
    this(database, LARGE_BYTES);
  }

  /// @param largeBytes from which size on a table or an index is worth a word
  DatabaseInsight(Database database, long largeBytes) {
    this.database = database;
    this.largeBytes = largeBytes;
  }

  /// Looks once.
  ///
  /// @param plans of statements by their names, as [Database#plan] returns them
  /// @param limit how many statements at most
  /// @param call until when the caller waits
  /// @return what was seen, or a [BusFailure]
  public Future<Insight> look(Map<String, String> plans, int limit, Call call) {
    var findings = new ArrayList<Finding>();
    return ask(InsightStatements.SERVER, Tuple.tuple(), call)
        .compose(server -> {
          var row = server.iterator().next();
          return counted(row.getBoolean("counts"), limit, findings, call)
              .compose(statements ->
                  find(plans, row.getString("since"), findings, call)
                      .map(done -> new Insight(row.getString("version"), statements, findings)));
        });
  }

  private Future<Void> find(
      Map<String, String> plans, String since, List<Finding> findings, Call call) {
    return ask(InsightStatements.TABLES, Tuple.of(largeBytes), call)
        .onSuccess(
            rows -> rows.forEach(row -> findings.add(InsightRows.sequentialScans(row, since))))
        .compose(done -> ask(InsightStatements.INDEXES, Tuple.of(largeBytes), call))
        .onSuccess(rows -> rows.forEach(row -> findings.add(InsightRows.index(row, since))))
        .compose(done -> missing(SequentialScans.of(plans), findings, call));
  }

  private Future<Void> missing(
      List<SequentialScans.Scan> scans, List<Finding> findings, Call call) {
    if (scans.isEmpty()) {
      return Future.succeededFuture();
    }
    var tables = scans.stream().map(SequentialScans.Scan::table).distinct().toArray(String[]::new);
    return ask(
            InsightStatements.COLUMNS,
            Tuple.tuple().addArrayOfString(tables).addLong(largeBytes),
            call)
        .<Void>map(rows -> {
          scans.forEach(scan -> InsightRows.missingIndex(scan, rows).ifPresent(findings::add));
          return null;
        });
  }

  /// Without the extension there are none, and a finding says how to have them.
  private Future<List<StatementFigures>> counted(
      boolean counts, int limit, List<Finding> findings, Call call) {
    if (!counts) {
      findings.add(InsightRows.NOT_COUNTED);
      return Future.succeededFuture(List.of());
    }
    return ask(InsightStatements.STATEMENTS, Tuple.of(limit), call)
        .map(rows -> rows.stream().map(InsightRows::figures).toList())
        .recover(thrown -> {
          if (!(thrown instanceof BusFailure failure) || failure.kind() != FailureKind.INTERNAL) {
            return Future.failedFuture(thrown);
          }
          // It is made in this database, but the server does not load it.
          findings.add(InsightRows.NOT_COUNTED);
          return Future.succeededFuture(List.of());
        });
  }

  private Future<RowSet<Row>> ask(Statement statement, Tuple parameters, Call call) {
    return database.execute(statement, parameters, call);
  }
}
