package dev.peregrine.embedded.internal;

import dev.peregrine.embedded.EmbeddedServerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// Ports of 127.0.0.1.
public final class Ports {

  private static final int TRIES = 3;

  private Ports() {}

  /// Refuses what is no port.
  ///
  /// @param name of the setting, for the message
  /// @param port 0 for a free one
  /// @throws IllegalArgumentException if it is none
  public static void check(String name, int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(name + ": " + port + " (expected: 0 to 65535)");
    }
  }

  /// Returns a port that was free a moment ago.
  public static int free() {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    } catch (IOException thrown) {
      throw new UncheckedIOException(thrown);
    }
  }

  /// Starts a server on a free port. Between the choice and its use somebody may take it: then
  /// another one, three times in all.
  ///
  /// @param starter fails with an [EmbeddedServerException] that quotes the server
  /// @param taken what the server says of a port that somebody has
  /// @return the port
  static int startOnFree(Starter starter, String taken) throws IOException {
    for (var left = TRIES; ; left--) {
      try {
        return starter.startOn(free());
      } catch (EmbeddedServerException thrown) {
        if (left == 1 || !String.valueOf(thrown.getMessage()).contains(taken)) {
          throw thrown;
        }
      }
    }
  }

  @FunctionalInterface
  interface Starter {
    int startOn(int port) throws IOException;
  }
}
