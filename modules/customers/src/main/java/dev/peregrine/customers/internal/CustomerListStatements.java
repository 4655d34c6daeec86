package dev.peregrine.customers.internal;

import dev.peregrine.customers.CustomerFilter;
import dev.peregrine.customers.CustomerSort;
import dev.peregrine.persistence.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The texts of all lists, one for each filter, sort and step, so that each has a plan of its own.
///
/// Parameters come in this order, as far as a text has them: type, substring, key, id, limit,
/// offset.
final class CustomerListStatements {

  /// How a list is read.
  enum Step {
    /// From the first row.
    START("Start"),
    /// After a place.
    AFTER("After"),
    /// Before a place, backwards.
    BEFORE("Before"),
    /// From a number of rows on.
    PAGE("Page"),
    /// How many there are.
    COUNT("Count");

    private final String word;

    Step(String word) {
      this.word = word;
    }
  }

  private record Shape(boolean typed, boolean searched, CustomerSort sort, Step step) {}

  private final Map<Shape, Statement> statements;

  CustomerListStatements() {
    var made = new HashMap<Shape, Statement>();
    for (var step : Step.values()) {
      for (var sort : CustomerSort.values()) {
        if (step != Step.COUNT || sort == CustomerSort.NAME) {
          for (var filter = 0; filter < 4; filter++) {
            var shape = new Shape((filter & 1) != 0, (filter & 2) != 0, sort, step);
            made.put(shape, statement(shape));
          }
        }
      }
    }
    statements = Map.copyOf(made);
  }

  List<Statement> all() {
    return List.copyOf(statements.values());
  }

  Statement of(CustomerFilter filter, CustomerSort sort, Step step) {
    var typed = filter.type().isPresent();
    var searched = filter.part().isPresent();
    var known = step == Step.COUNT ? CustomerSort.NAME : sort;
    var statement = statements.get(new Shape(typed, searched, known, step));
    if (statement == null) {
      throw new IllegalStateException("no text for " + step + " by " + sort);
    }
    return statement;
  }

  private static Statement statement(Shape shape) {
    var parameters = new Parameters();
    var conditions = filters(shape, parameters);
    if (shape.step() == Step.COUNT) {
      return named(shape, "select count(*) as total from customers" + where(conditions));
    }
    var column = shape.sort().byName() ? "name" : "created_at";
    var backwards = shape.step() == Step.BEFORE;
    var down = shape.sort().down() != backwards;
    if (shape.step() == Step.AFTER || backwards) {
      var key = parameters.next(shape.sort().byName() ? "text" : "timestamptz");
      var beyond = down ? " < (" : " > (";
      conditions.add(
          "(" + column + ", id)" + beyond + key + ", " + parameters.next("bigint") + ")");
    }
    var direction = down ? " desc" : "";
    var text =
        "select id, name, email, type, created_at, updated_at, version from customers"
            + where(conditions)
            + (" order by " + column + direction + ", id" + direction)
            + (" limit " + parameters.next("int"))
            + (shape.step() == Step.PAGE ? " offset " + parameters.next("bigint") : "");
    return named(shape, text);
  }

  private static List<String> filters(Shape shape, Parameters parameters) {
    var conditions = new ArrayList<String>();
    if (shape.typed()) {
      conditions.add("type = " + parameters.next("text"));
    }
    if (shape.searched()) {
      var part = parameters.next("text");
      conditions.add("(name ilike " + part + " or email ilike " + part + ")");
    }
    return conditions;
  }

  /// Numbers the parameters of one text.
  private static final class Parameters {

    private int count;

    String next(String type) {
      count++;
      return "$" + count + "::" + type;
    }
  }

  private static Statement named(Shape shape, String text) {
    var name =
        "customers.list"
            + shape.step().word
            + (shape.typed() ? "Typed" : "")
            + (shape.searched() ? "Searched" : "")
            + (shape.sort().byName() ? "ByName" : "ByAge")
            + (shape.sort().down() ? "Down" : "");
    return Statement.list(name, text);
  }

  private static String where(List<String> conditions) {
    return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
  }
}
