package dev.peregrine.bus.internal;

/// A message from elsewhere is not what the port declares; says where and what was expected, and
/// repeats nothing of it.
public final class WireException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  WireException(String path, String found, String expected) {
    super(
        (path.isEmpty() ? "message" : path) + ": " + found + " (expected: " + expected + ")",
        null,
        false,
        false);
  }
}
