package dev.peregrine.customers.internal;

import dev.peregrine.customers.internal.BulkPort.Line;
import dev.peregrine.customers.internal.BulkPort.Mark;
import dev.peregrine.customers.internal.BulkPort.Refusal;
import dev.peregrine.http.FieldError;
import dev.peregrine.http.Rejection;
import java.util.ArrayList;
import java.util.List;

/// The lines of one chunk, as they are read. Confined to one context.
final class ImportGathering {

  /// What is said about one line at most; a line may be wrong in as many places as it has members.
  private static final int MOST_REFUSALS = 5;

  private static final int LONGEST_FIELD = 64;

  private final List<Line> lines = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private long received;
  private long rejected;
  private Mark mark = Mark.START;
  private List<String> columns = List.of();

  void take(Line line) {
    received++;
    lines.add(line);
  }

  void refuse(long number, Rejection rejection) {
    received++;
    rejected++;
    rejection.problem().errors().stream()
        .limit(MOST_REFUSALS)
        .map(error -> new Refusal(number, field(error), error.code(), error.detail()))
        .forEach(refusals::add);
  }

  /// Returns the member's name, of which an error knows the pointer; a name that nobody knows may
  /// be of any length, and hold anything.
  private static String field(FieldError error) {
    var name = error.name().isEmpty() ? "" : error.name().substring(1);
    var plain = name.replace("~1", "/").replace("~0", "~");
    return plain
        .codePoints()
        .limit(LONGEST_FIELD)
        .map(
            c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /// Ends the chunk.
  ///
  /// @param reaching how far it reaches
  /// @param known what the columns of a table are called
  void close(Mark reaching, List<String> known) {
    mark = reaching;
    columns = known;
  }

  Mark mark() {
    return mark;
  }

  List<String> columns() {
    return columns;
  }

  List<Line> lines() {
    return lines;
  }

  List<Refusal> refusals() {
    return refusals;
  }

  long received() {
    return received;
  }

  long rejected() {
    return rejected;
  }
}
