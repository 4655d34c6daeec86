package dev.peregrine.launcher.internal.house;

import dev.peregrine.customers.Customers;
import dev.peregrine.testkit.Sql;
import java.util.List;
import java.util.stream.Stream;

/// The texts of pages by number, run past the service, beside what counting and skipping would
/// find.
///
/// @param sql where
record ListTexts(Sql sql) {

  static final List<String> TYPES = List.of("", "individual", "business", "partner");

  private static final List<String> ENDS = List.of("ByName", "ByNameDown", "ByAge", "ByAgeDown");

  /// Prepares every text of a page that is not a search.
  static ListTexts on(Sql sql) {
    Customers.stores().stream()
        .flatMap(store -> store.statements().stream())
        .filter(one -> one.name().matches("customers\\.list(Page|Far)(Typed)?By.*"))
        .forEach(one -> sql.run("prepare " + name(one.name()) + " as " + one.text()));
    return new ListTexts(sql);
  }

  private static String name(String statement) {
    return statement.substring(statement.indexOf('.') + 1);
  }

  /// Returns the total that a page near the start tells.
  String total(String type) {
    return sql.texts("execute " + text("Page", type, "ByName") + arguments(type, 1, 0)).getFirst();
  }

  /// Returns how many there are.
  String counted(String type) {
    return sql.texts("select count(*) from customers" + where(type)).getFirst();
  }

  /// Returns what differs between pages from marks on, from all starts, and what skipping finds.
  List<String> differences(int size, List<Long> offsets) {
    return TYPES.stream()
        .flatMap(type ->
            ENDS.stream()
                .flatMap(
                    end -> offsets.stream().flatMap(offset -> difference(type, end, size, offset))))
        .toList();
  }

  private Stream<String> difference(String type, String end, int size, long offset) {
    var text = text("Far", type, end);
    var found = sql.rows("execute " + text + arguments(type, size, offset));
    var total = found.getFirst().getFirst();
    var ids = found.stream().map(row -> row.get(1)).filter(id -> id != null).toList();
    var column = end.startsWith("ByName") ? "name" : "created_at";
    var order = end.endsWith("Down") ? column + " desc, id desc" : column + ", id";
    var expected =
        sql.texts(
            "select id from customers%s order by %s limit %d offset %d"
                .formatted(where(type), order, size, offset));
    var counted = counted(type);
    return ids.equals(expected) && total.equals(counted)
        ? Stream.empty()
        : Stream.of(
            text
                + " "
                + type
                + " from "
                + offset
                + ": "
                + ids
                + " of "
                + total
                + " (expected: "
                + expected
                + " of "
                + counted
                + ")");
  }

  private static String text(String step, String type, String end) {
    return "list" + step + (type.isEmpty() ? "" : "Typed") + end;
  }

  static String where(String type) {
    return type.isEmpty() ? "" : " where type = '" + type + "'";
  }

  private static String arguments(String type, int size, long offset) {
    return type.isEmpty()
        ? "(%d, %d)".formatted(size, offset)
        : "('%s', %d, %d)".formatted(type, size, offset);
  }
}
