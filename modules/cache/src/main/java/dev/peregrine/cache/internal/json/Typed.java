package dev.peregrine.cache.internal.json;

/// What is known of a type.
///
/// @param form of its values
/// @param name in the description from which the fingerprint is made, ending in `?` if its values
///   may be written as null
record Typed(Form form, String name) {

  static final String MAYBE = "?";

  boolean mayBeNull() {
    return name.endsWith(MAYBE);
  }
}
