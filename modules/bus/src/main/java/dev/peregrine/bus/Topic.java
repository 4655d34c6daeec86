package dev.peregrine.bus;

import java.util.regex.Pattern;

/// Where one kind of fact is told: `room.past`, declared once, by the room that speaks.
///
/// @param name the event bus address, two lower-case words joined by a dot
/// @param fact the record that is told
/// @param reach who may listen
/// @param <F> the fact's type
public record Topic<F extends Record>(String name, Class<F> fact, Reach reach) {

  private static final Pattern NAME =
      Pattern.compile("[a-z][a-zA-Z]*\\.[a-z][a-zA-Z]*(\\.v[0-9]+)?");

  /// Checks the name.
  ///
  /// @throws IllegalArgumentException if the name is not of the form `room.past`
  public Topic {
    requireName(name, "topic");
  }

  /// Makes a topic for listeners in this process.
  ///
  /// @param name the event bus address, two lower-case words joined by a dot
  /// @param fact the record that is told
  public Topic(String name, Class<F> fact) {
    this(name, fact, Reach.NODE);
  }

  static void requireName(String name, String what) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          what + ": " + name + " (expected: room.verb, as in customers.find)");
    }
  }
}
