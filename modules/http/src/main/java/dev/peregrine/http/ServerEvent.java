package dev.peregrine.http;

/// One server-sent event.
///
/// @param id what a client that comes back sends as `Last-Event-ID`; empty: none
/// @param name which kind it is, the `event` field; empty: the browser's `message`
/// @param data the text, in one line or several; at most 256 Ki characters
public record ServerEvent(String id, String name, String data) {

  private static final int MOST_CHARACTERS = 256 * 1024;

  /// Checks that nothing can break out of its field.
  ///
  /// @throws IllegalArgumentException if id or name hold a control character, or the data is too
  ///   long
  public ServerEvent {
    requireLine("id", id);
    requireLine("name", name);
    if (data.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "data: " + data.length() + " characters (expected: at most " + MOST_CHARACTERS + ")");
    }
  }

  /// Returns an event without an id.
  ///
  /// @param name which kind it is
  /// @param data the text
  public static ServerEvent of(String name, String data) {
    return new ServerEvent("", name, data);
  }

  private static void requireLine(String what, String text) {
    if (text.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException(
          what + ": a control character (expected: one line of text)");
    }
  }
}
