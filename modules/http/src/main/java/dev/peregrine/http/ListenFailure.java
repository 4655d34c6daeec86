package dev.peregrine.http;

import java.net.BindException;

/// The server could not listen where it should; says where, why, and which key changes it.
public final class ListenFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String key;
  private final boolean taken;

  /// Makes a failure with its cure.
  ///
  /// @param edge the server's name, the first part of its keys
  /// @param config where it should have listened
  /// @param cause what the operating system said
  public ListenFailure(String edge, HttpConfig config, Throwable cause) {
    super(describe(edge, config, cause), cause);
    this.key = edge + ".port";
    this.taken = cause instanceof BindException;
  }

  /// Returns the key of the port, as in `http.port`.
  public String key() {
    return key;
  }

  /// Tells whether the address could not be bound: as a rule another process listens there.
  public boolean taken() {
    return taken;
  }

  private static String describe(String edge, HttpConfig config, Throwable cause) {
    var where = edge + ".port: " + config.port() + " on " + config.host();
    return cause instanceof BindException
        ? where + " is taken or not ours (expected: a free port; set " + edge + ".port)"
        : where + ": " + cause.getMessage() + " (expected: an address of this machine)";
  }
}
