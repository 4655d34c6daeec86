package dev.peregrine.http;

import org.jspecify.annotations.Nullable;

/// There is no key to check tokens by, so nobody could come in; says which key of the configuration
/// changes that.
public final class KeysFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// Makes a failure with its cure.
  ///
  /// @param message what is wrong, without the address of the keys
  /// @param cause why, if something else failed
  public KeysFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
