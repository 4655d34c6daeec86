package dev.peregrine.embedded;

/// A server that could not start, stop or be told apart; the message says what, where and what to
/// do about it.
public final class EmbeddedServerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /// Says what went wrong.
  ///
  /// @param message what, where, what to do
  public EmbeddedServerException(String message) {
    super(message);
  }

  /// Says what went wrong, and why.
  ///
  /// @param message what, where, what to do
  /// @param cause why
  public EmbeddedServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
