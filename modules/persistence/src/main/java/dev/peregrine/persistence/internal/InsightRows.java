package dev.peregrine.persistence.internal;

import dev.peregrine.persistence.Finding;
import dev.peregrine.persistence.StatementFigures;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;

/// Says in words what a server was found to do.
public final class InsightRows {

  /// The server counts no statements.
  public static final Finding NOT_COUNTED =
      new Finding(
          Finding.Kind.MISSING_FIGURES,
          "pg_stat_statements",
          "the server does not count statements; only what this process sent is known",
          "add pg_stat_statements to shared_preload_libraries, restart the server, then:"
              + " create extension pg_stat_statements");

  /// Of which part of a table an index still finds rows faster than reading all of it.
  private static final double SELECTIVE = 0.05;

  private InsightRows() {}

  /// Reads what a statement cost.
  ///
  /// @param row of [InsightStatements#STATEMENTS]
  public static StatementFigures figures(Row row) {
    return new StatementFigures(
        row.getString("text"),
        row.getLong("calls"),
        row.getLong("rows"),
        row.getDouble("total_ms"),
        row.getDouble("max_ms"));
  }

  /// Says that a table is read from end to end.
  ///
  /// @param row of [InsightStatements#TABLES]
  /// @param since when the server began to count
  public static Finding sequentialScans(Row row, String since) {
    var scans = row.getLong("scans");
    var all = scans + row.getLong("by_index");
    return new Finding(
        Finding.Kind.SEQUENTIAL_SCANS,
        row.getString("name"),
        String.format(
            Locale.ROOT,
            "%s, %,d rows and %s, was read from end to end %,d times of %,d since %s, %,d rows"
                + " each",
            row.getString("name"),
            row.getLong("rows"),
            size(row),
            scans,
            all,
            since,
            row.getLong("rows_a_scan")),
        "look which statements do it, in their plans; exports and counts of everything may");
  }

  /// Says that an index is not read, or cannot be.
  ///
  /// @param row of [InsightStatements#INDEXES]
  /// @param since when the server began to count
  public static Finding index(Row row, String since) {
    var name = row.getString("name");
    var what = "%s on %s, %s,".formatted(name, row.getString("table_name"), size(row));
    return row.getBoolean("valid")
        ? new Finding(
            Finding.Kind.UNUSED_INDEX,
            name,
            what + " was never read on the primary since " + since,
            "if no replica reads it either: drop index concurrently " + name)
        : new Finding(
            Finding.Kind.INVALID_INDEX,
            name,
            what + " was not built to its end: it is written and can never be read",
            "drop index concurrently " + name + ", and build it again");
  }

  /// Says that an index is missing, if it can be proved: the server expects few of many rows, and
  /// no index begins with any of the columns.
  ///
  /// @param scan what a plan does
  /// @param columns rows of [InsightStatements#COLUMNS]
  public static Optional<Finding> missingIndex(SequentialScans.Scan scan, RowSet<Row> columns) {
    var known = new HashSet<String>();
    var rows = 0L;
    for (var row : columns) {
      if (!row.getString("table_name").equals(scan.table())) {
        continue;
      }
      if (row.getBoolean("led") && scan.columns().contains(row.getString("name"))) {
        return Optional.empty();
      }
      known.add(row.getString("name"));
      rows = row.getLong("rows");
    }
    if (!known.containsAll(scan.columns()) || scan.rows() > rows * SELECTIVE) {
      return Optional.empty();
    }
    var key = String.join(", ", scan.columns());
    return Optional.of(
        new Finding(
            Finding.Kind.MISSING_INDEX,
            scan.statement(),
            String.format(
                Locale.ROOT,
                "reads all %,d rows of %s to find about %,.0f by %s; no index begins with %s",
                rows,
                scan.table(),
                scan.rows(),
                key,
                key),
            "create index concurrently on " + scan.table() + " (" + key + ")"));
  }

  private static String size(Row row) {
    return String.format(Locale.ROOT, "%,d MiB", row.getLong("bytes") >> 20);
  }
}
