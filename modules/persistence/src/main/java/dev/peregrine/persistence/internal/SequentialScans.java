package dev.peregrine.persistence.internal;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Finds, in plans of statements, tables that are read from end to end for rows with one value in a
/// column.
public final class SequentialScans {

  /// A bare column that equals a parameter or a constant, as plans write it.
  private static final Pattern EQUAL = Pattern.compile("\\(([a-z_][a-z0-9_]*) = [^()]+\\)");

  private SequentialScans() {}

  /// One such table in one plan.
  ///
  /// @param statement whose plan
  /// @param table what is read
  /// @param columns that must equal something, all of them
  /// @param rows how many the server expects to find
  public record Scan(String statement, String table, List<String> columns, double rows) {

    /// Copies the list.
    public Scan {
      columns = List.copyOf(columns);
    }
  }

  /// Reads plans.
  ///
  /// @param plans by the names of statements, JSON as the server writes it
  public static List<Scan> of(Map<String, String> plans) {
    var scans = new ArrayList<Scan>();
    plans.forEach((statement, plan) -> {
      try {
        walk(statement, new JsonArray(plan), scans);
      } catch (DecodeException | ClassCastException foreign) {
        // No plan, no scan.
      }
    });
    return List.copyOf(scans);
  }

  private static void walk(String statement, Object node, List<Scan> scans) {
    switch (node) {
      case JsonArray all -> all.forEach(one -> walk(statement, one, scans));
      case JsonObject one -> {
        add(statement, one, scans);
        one.forEach(field -> walk(statement, field.getValue(), scans));
      }
      case null, default -> {}
    }
  }

  private static void add(String statement, JsonObject node, List<Scan> scans) {
    var table = node.getString("Relation Name");
    var filter = node.getString("Filter");
    if (!"Seq Scan".equals(node.getString("Node Type")) || table == null || filter == null) {
      return;
    }
    // What holds for one side only of an "or" does not narrow the search.
    var columns =
        filter.contains(" OR ")
            ? List.<String>of()
            : EQUAL.matcher(filter).results().map(SequentialScans::column).distinct().toList();
    if (!columns.isEmpty()) {
      scans.add(new Scan(statement, table, columns, node.getDouble("Plan Rows", 0.0)));
    }
  }

  private static String column(MatchResult found) {
    return found.group(1);
  }
}
