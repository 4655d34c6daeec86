package dev.peregrine.customers.internal;

import dev.peregrine.http.Fields;
import dev.peregrine.http.Rejection;
import java.util.List;
import java.util.Optional;

/// Reads the lines of one format. Confined to one context.
interface LineReader {

  /// Returns what the columns of a table are called; nothing where there are none, or none is known
  /// yet.
  List<String> columns();

  /// Reads the members of a line.
  ///
  /// @param bytes a line without its end
  /// @return nothing, if the line stands for no customer: it is empty, or names the columns
  /// @throws Rejection if it is not written in the format
  /// @throws Unreadable if nothing that follows can be read, either
  Optional<Fields> read(byte[] bytes);

  /// Hears of a line that is longer than the limit.
  ///
  /// @throws Unreadable if nothing that follows can be read without it
  void tooLong();

  /// Hears of the end.
  ///
  /// @throws Unreadable if something is missing
  void end();

  /// Says that the whole import cannot be read; it has no stack trace.
  final class Unreadable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Rejection rejection;

    Unreadable(Rejection rejection) {
      super("the import cannot be read", null, false, false);
      this.rejection = rejection;
    }

    Rejection rejection() {
      return rejection;
    }
  }
}
