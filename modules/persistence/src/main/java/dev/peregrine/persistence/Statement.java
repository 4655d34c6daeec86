package dev.peregrine.persistence;

import java.util.regex.Pattern;

/// One SQL text of the project, with its name and what it is for.
///
/// Texts are checked once, when the class that declares them is loaded: every parameter is cast (a
/// parameter whose type Postgres must guess makes the client lose count of its pipeline) and the
/// text is short enough for the client's cache of prepared statements.
///
/// @param name `room.deed`, for metrics and logs
/// @param purpose which pool it runs on
/// @param text the SQL, parameters as `$1::type`
public record Statement(String name, Purpose purpose, String text) {

  /// The client never caches a text of this length or more, in characters.
  static final int UNCACHED_FROM_LENGTH = 2_048;

  private static final Pattern NAME = Pattern.compile("[a-z]+\\.[a-zA-Z]+");
  private static final Pattern UNCAST = Pattern.compile("\\$\\d+(?!\\d|::)");

  /// Checks name and text.
  ///
  /// @throws IllegalArgumentException if a parameter has no cast, or the text is too long to be
  ///   cached
  public Statement {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("statement name: " + name + " (expected: room.deed)");
    }
    if (text.length() >= UNCACHED_FROM_LENGTH) {
      throw new IllegalArgumentException(
          name + ": " + text.length() + " characters (expected: < " + UNCACHED_FROM_LENGTH + ")");
    }
    var uncast = UNCAST.matcher(text);
    if (uncast.find()) {
      throw new IllegalArgumentException(
          name
              + ": parameter "
              + uncast.group()
              + " (expected: a cast, as in "
              + uncast.group()
              + "::bigint)");
    }
  }

  /// Declares a point read.
  ///
  /// @param name `room.deed`
  /// @param text the SQL; with every parameter null it must find no row, since it is run so once on
  ///   each new connection
  public static Statement read(String name, String text) {
    return new Statement(name, Purpose.READ, text);
  }

  /// Declares a list, a search or a count.
  ///
  /// @param name `room.deed`
  /// @param text the SQL
  public static Statement list(String name, String text) {
    return new Statement(name, Purpose.LIST, text);
  }

  /// Declares a change.
  ///
  /// @param name `room.deed`
  /// @param text the SQL
  public static Statement write(String name, String text) {
    return new Statement(name, Purpose.WRITE, text);
  }

  /// Declares a chunk of an import or an export.
  ///
  /// @param name `room.deed`
  /// @param text the SQL
  public static Statement bulk(String name, String text) {
    return new Statement(name, Purpose.BULK, text);
  }

  /// Returns how many parameters the text takes.
  public int parameters() {
    return Pattern.compile("\\$(\\d+)")
        .matcher(text)
        .results()
        .mapToInt(found -> Integer.parseInt(found.group(1)))
        .max()
        .orElse(0);
  }
}
