package dev.peregrine.customers.internal;

import dev.peregrine.customers.CustomerFilter;
import dev.peregrine.customers.CustomerSort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// What decides about the text of a list: whether there is a type and a substring, and in which
/// order.
///
/// @param typed whether one type is shown
/// @param searched whether rows with a substring are shown
/// @param sort in which order
record ListShape(boolean typed, boolean searched, CustomerSort sort) {

  /// What is shown of each row.
  static final String COLUMNS = "id, name, email, type, created_at, updated_at, version";

  static ListShape of(CustomerFilter filter, CustomerSort sort) {
    return new ListShape(filter.type().isPresent(), filter.part().isPresent(), sort);
  }

  static List<ListShape> all() {
    return Arrays.stream(CustomerSort.values())
        .flatMap(sort ->
            Stream.of(false, true)
                .flatMap(typed ->
                    Stream.of(false, true).map(searched -> new ListShape(typed, searched, sort))))
        .toList();
  }

  /// Returns the column that rows are ordered by, before their id.
  String column() {
    return sort.byName() ? "name" : "created_at";
  }

  /// Returns the type of that column.
  String kind() {
    return sort.byName() ? "text" : "timestamptz";
  }

  /// Returns which rows are shown; takes the parameters for it.
  List<String> conditions(Parameters parameters) {
    var conditions = new ArrayList<String>();
    if (typed) {
      conditions.add("type = " + parameters.next("text"));
    }
    if (searched) {
      var part = parameters.next("text");
      conditions.add("(name ilike " + part + " or email ilike " + part + ")");
    }
    return conditions;
  }

  /// Returns the name of a text for this list.
  String name(String step) {
    return "customers.list"
        + step
        + (typed ? "Typed" : "")
        + (searched ? "Searched" : "")
        + (sort.byName() ? "ByName" : "ByAge")
        + (sort.down() ? "Down" : "");
  }

  static String where(List<String> conditions) {
    return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
  }

  static String order(String table, String column, boolean down) {
    var direction = down ? " desc" : "";
    return " order by " + table + column + direction + ", " + table + "id" + direction;
  }
}
