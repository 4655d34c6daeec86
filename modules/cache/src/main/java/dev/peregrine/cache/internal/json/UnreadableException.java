package dev.peregrine.cache.internal.json;

/// Bytes are not the record that was expected; says where and what was expected, and repeats
/// nothing of them.
final class UnreadableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnreadableException(String place, String found, String expected) {
    super(place + ": " + found + " (expected: " + expected + ")", null, false, false);
  }
}
