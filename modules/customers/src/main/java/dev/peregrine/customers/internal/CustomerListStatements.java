package dev.peregrine.customers.internal;

import dev.peregrine.customers.CustomerFilter;
import dev.peregrine.customers.CustomerSort;
import dev.peregrine.persistence.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The texts of all windows, one for each filter, sort and step, so that each has a plan of its
/// own.
///
/// Parameters come in this order, as far as a text has them: type, substring, key, id, limit.
final class CustomerListStatements {

  /// How a list is read.
  enum Step {
    /// From the first row.
    START("Start"),
    /// After a place.
    AFTER("After"),
    /// Before a place, backwards.
    BEFORE("Before");

    private final String word;

    Step(String word) {
      this.word = word;
    }
  }

  private record Shape(ListShape list, Step step) {}

  private final Map<Shape, Statement> statements;

  CustomerListStatements() {
    var made = new HashMap<Shape, Statement>();
    for (var step : Step.values()) {
      for (var list : ListShape.all()) {
        var shape = new Shape(list, step);
        made.put(shape, statement(shape));
      }
    }
    statements = Map.copyOf(made);
  }

  List<Statement> all() {
    return List.copyOf(statements.values());
  }

  Statement of(CustomerFilter filter, CustomerSort sort, Step step) {
    var statement = statements.get(new Shape(ListShape.of(filter, sort), step));
    if (statement == null) {
      throw new IllegalStateException("no text for " + step + " by " + sort);
    }
    return statement;
  }

  private static Statement statement(Shape shape) {
    var list = shape.list();
    var parameters = new Parameters();
    var conditions = list.conditions(parameters);
    var column = list.column();
    var backwards = shape.step() == Step.BEFORE;
    var down = list.sort().down() != backwards;
    if (shape.step() != Step.START) {
      var key = parameters.next(list.kind());
      var beyond = down ? " < (" : " > (";
      conditions.add(
          "(" + column + ", id)" + beyond + key + ", " + parameters.next("bigint") + ")");
    }
    return Statement.list(
        list.name(shape.step().word),
        "select "
            + ListShape.COLUMNS
            + " from customers"
            + ListShape.where(conditions)
            + ListShape.order("", column, down)
            + " limit "
            + parameters.next("int"));
  }
}
