package dev.peregrine.customers.internal;

import dev.peregrine.http.FieldError;
import dev.peregrine.http.Fields;
import dev.peregrine.http.Rejection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads lines of comma-separated values; the first names the columns, in any order.
final class CsvReader implements LineReader {

  private static final String HEADER =
      "The first line must name the columns: name, email and type, each once; id, createdAt,"
          + " updatedAt and version may be there and are not read.";

  private List<String> columns;

  /// Makes it.
  ///
  /// @param columns what they are called, if the first line was read before; else nothing
  CsvReader(List<String> columns) {
    this.columns = List.copyOf(columns);
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public Optional<Fields> read(byte[] bytes) {
    if (bytes.length == 0) {
      return Optional.empty();
    }
    var cells = decode(bytes).flatMap(CsvCells::read);
    if (columns.isEmpty()) {
      columns = List.copyOf(cells.filter(CsvReader::isHeader).orElseThrow(CsvReader::noHeader));
      return Optional.empty();
    }
    return Optional.of(fields(cells.orElseThrow(CsvReader::malformed)));
  }

  private Fields fields(List<String> cells) {
    if (cells.size() != columns.size()) {
      throw Rejection.invalid(
          FieldError.field(
              "", "malformed", "As many cells as columns are expected: " + columns.size() + "."));
    }
    var texts = new HashMap<String, String>();
    for (var i = 0; i < cells.size(); i++) {
      texts.put(columns.get(i), cells.get(i));
    }
    return Fields.ofTexts(texts);
  }

  private static Optional<String> decode(byte[] bytes) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException notUtf8) {
      return Optional.empty();
    }
  }

  private static boolean isHeader(List<String> cells) {
    var names = new HashSet<>(cells);
    return names.size() == cells.size()
        && names.containsAll(ImportedLine.MEMBERS)
        && both().containsAll(names);
  }

  private static Set<String> both() {
    var both = new HashSet<>(ImportedLine.MEMBERS);
    both.addAll(ImportedLine.UNREAD);
    return both;
  }

  @Override
  public void tooLong() {
    if (columns.isEmpty()) {
      throw noHeader();
    }
  }

  @Override
  public void end() {
    if (columns.isEmpty()) {
      throw noHeader();
    }
  }

  private static Unreadable noHeader() {
    return new Unreadable(Rejection.invalid(FieldError.field("", "malformed", HEADER)));
  }

  private static Rejection malformed() {
    return Rejection.invalid(
        FieldError.field("", "malformed", "Cells in UTF-8 are expected, their quotes in pairs."));
  }
}
