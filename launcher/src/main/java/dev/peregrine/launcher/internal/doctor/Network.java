package dev.peregrine.launcher.internal.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;

/// Looks at ports, ours and those of others.
final class Network {

  private static final int TIMEOUT_MS = 2_000;

  private Network() {}

  /// Looks whether a server could listen.
  ///
  /// @param option the option that changes the port
  /// @param key the key that does
  static Finding free(String host, int port, String option, String key) {
    if (port == 0) {
      return new Finding.Well("any that is free");
    }
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return new Finding.Well(host + ":" + port + " is free");
    } catch (UnknownHostException unknown) {
      return new Finding.Sick(
          host + ": no such host", "set peregrine." + key.replace(".port", ".host"));
    } catch (IOException taken) {
      return new Finding.Sick(
          host + ":" + port + ": " + taken.getMessage(),
          "stop what listens there, or choose another with "
              + option
              + " N (key peregrine."
              + key
              + ", 0 for any)");
    }
  }

  /// Looks whether somebody listens.
  ///
  /// @param key the key that names the place
  static Finding reachable(URI uri, int defaultPort, String key) {
    var host = uri.getHost();
    if (host == null) {
      return new Finding.Sick(
          "no host in it", "set peregrine." + key + " as in scheme://host:port");
    }
    var port = uri.getPort() < 0 ? defaultPort : uri.getPort();
    var cure =
        "start it, or correct peregrine." + key + "; without the key an embedded one is used";
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getByName(host), port), TIMEOUT_MS);
      return new Finding.Well(host + ":" + port + " answers");
    } catch (UnknownHostException unknown) {
      return new Finding.Sick(host + ": no such host", cure);
    } catch (IOException away) {
      return new Finding.Sick(host + ":" + port + ": " + away.getMessage(), cure);
    }
  }
}
