package dev.peregrine.bus;

/// Where one kind of question is answered: `room.verb`, declared once, by the room that owns it.
///
/// @param name the event bus address, two lower-case words joined by a dot
/// @param question the record that is asked
/// @param answer what comes back, a record or a sealed family of them
/// @param reach who may ask
/// @param <Q> the question's type
/// @param <A> the answer's type
public record Address<Q extends Record, A>(
    String name, Class<Q> question, Class<A> answer, Reach reach) {

  /// Checks the name.
  ///
  /// @throws IllegalArgumentException if the name is not of the form `room.verb`
  public Address {
    Topic.requireName(name, "address");
  }

  /// Makes an address for askers in this process.
  ///
  /// @param name the event bus address, two lower-case words joined by a dot
  /// @param question the record that is asked
  /// @param answer what comes back, a record or a sealed family of them
  public Address(String name, Class<Q> question, Class<A> answer) {
    this(name, question, answer, Reach.NODE);
  }
}
