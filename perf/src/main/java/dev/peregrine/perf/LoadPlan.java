package dev.peregrine.perf;

import java.net.InetAddress;
import java.net.URI;

/// What load to put where.
///
/// @param target the service, as in `http://127.0.0.1:8080`; a loopback address, never a name, so
///   that load cannot reach another machine
/// @param clients connections that stay open, each with one request at a time, 1 to 2000
/// @param customers registered before the first run, 1 to 100000
/// @param seed of the choice of requests
public record LoadPlan(URI target, int clients, int customers, long seed) {

  /// Clients where nothing else is said.
  public static final int CLIENTS = 200;

  /// Customers at the start where nothing else is said.
  public static final int CUSTOMERS = 1_000;

  /// Checks the bounds.
  ///
  /// @throws IllegalArgumentException naming the value and the bound
  public LoadPlan {
    require(isLoopback(target), "target", target, "http://, a loopback address and a port");
    require(clients >= 1 && clients <= 2_000, "clients", clients, "1 to 2000");
    require(customers >= 1 && customers <= 100_000, "customers", customers, "1 to 100000");
  }

  /// Returns the usual load.
  ///
  /// @param target the service
  public static LoadPlan on(URI target) {
    return new LoadPlan(target, CLIENTS, CUSTOMERS, 1);
  }

  private static boolean isLoopback(URI target) {
    var host = target.getHost();
    if (!"http".equals(target.getScheme()) || host == null || target.getPort() < 1) {
      return false;
    }
    try {
      return InetAddress.ofLiteral(host.replaceAll("^\\[|]$", "")).isLoopbackAddress();
    } catch (IllegalArgumentException aName) {
      return false;
    }
  }

  private static void require(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "load." + name + ": " + value + " (expected: " + expected + ")");
    }
  }
}
