package dev.peregrine.launcher.internal.cli;

import org.jspecify.annotations.Nullable;

/// Something that a command needs is away; the message names it and the cure, for people.
public final class UnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// Says what is away.
  ///
  /// @param message what, and what to do about it
  /// @param cause what was thrown, or null
  public UnavailableException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
