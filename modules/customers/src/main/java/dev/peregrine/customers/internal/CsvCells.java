package dev.peregrine.customers.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The cells of one line of CSV (RFC 4180), read and written.
///
/// A cell that a spreadsheet would take for a formula is written with an apostrophe before it, and
/// read without: what was exported is imported as it was. A line break ends a row even within
/// quotes, since no member of a customer may hold one; so one quote too many costs one row, not all
/// that follow.
final class CsvCells {

  private static final Pattern FORMULA = Pattern.compile("'*[=+\\-@\\t\\r]");
  private static final Pattern GUARDED = Pattern.compile("'+[=+\\-@\\t\\r]");

  private CsvCells() {}

  /// Reads the cells of a row.
  ///
  /// @return nothing, if its quotes do not match
  static Optional<List<String>> read(String row) {
    var cells = new ArrayList<String>();
    var at = 0;
    while (true) {
      var cell = new StringBuilder();
      at = row.startsWith("\"", at) ? quoted(row, at, cell) : plain(row, at, cell);
      if (at < 0) {
        return Optional.empty();
      }
      cells.add(unguarded(cell.toString()));
      if (at == row.length()) {
        return Optional.of(cells);
      }
      at++;
    }
  }

  /// Returns where the cell ends: at a comma or at the end of the row; -1 if it is malformed.
  private static int plain(String row, int from, StringBuilder cell) {
    var comma = row.indexOf(',', from);
    var end = comma < 0 ? row.length() : comma;
    cell.append(row, from, end);
    return cell.indexOf("\"") < 0 ? end : -1;
  }

  private static int quoted(String row, int from, StringBuilder cell) {
    var at = from + 1;
    while (true) {
      var quote = row.indexOf('"', at);
      if (quote < 0) {
        return -1;
      }
      cell.append(row, at, quote);
      var next = quote + 1;
      if (next == row.length() || row.charAt(next) == ',') {
        return next;
      }
      if (row.charAt(next) != '"') {
        return -1;
      }
      cell.append('"');
      at = next + 1;
    }
  }

  /// Writes a row with its end.
  static void write(StringBuilder to, List<String> cells) {
    for (var i = 0; i < cells.size(); i++) {
      if (i > 0) {
        to.append(',');
      }
      write(to, cells.get(i));
    }
    to.append("\r\n");
  }

  private static void write(StringBuilder to, String cell) {
    var guarded = FORMULA.matcher(cell).lookingAt() ? "'" + cell : cell;
    if (guarded.chars().noneMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n')) {
      to.append(guarded);
    } else {
      to.append('"').append(guarded.replace("\"", "\"\"")).append('"');
    }
  }

  private static String unguarded(String cell) {
    return GUARDED.matcher(cell).lookingAt() ? cell.substring(1) : cell;
  }
}
