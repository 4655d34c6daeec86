package dev.peregrine.observability;

import io.vertx.core.Future;

/// A page that the console leads to.
///
/// @param name what operators read
/// @param path the page's path, a constant of the program
/// @param port at which port of this host it is, once that is known; 0 stands for the console's own
public record ConsoleLink(String name, String path, Future<Integer> port) {

  /// Checks the path.
  ///
  /// @throws IllegalArgumentException if it could lead to another host
  public ConsoleLink {
    if (!path.startsWith("/") || path.startsWith("//")) {
      throw new IllegalArgumentException("path: " + path + " (expected: one as in /docs)");
    }
  }

  /// Returns a link to a page on the console's own port.
  ///
  /// @param name what operators read
  /// @param path the page's path
  public static ConsoleLink here(String name, String path) {
    return new ConsoleLink(name, path, Future.succeededFuture(0));
  }
}
