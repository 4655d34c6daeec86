package dev.peregrine.testkit;

import dev.peregrine.testkit.internal.Databases;
import java.net.URI;

/// A Postgres for tests, shared by all tests of this JVM, perhaps with other JVMs.
///
/// Blocks; safe on any thread.
public final class PostgresServer {

  private final Databases databases;

  PostgresServer(Databases databases) {
    this.databases = databases;
  }

  /// Returns the URI of its first database, with user and, where one is needed, password, as
  /// vertx-pg-client takes it.
  public URI uri() {
    return databases.server();
  }

  /// Creates an empty database under a name that nobody else has; once for a test class.
  ///
  /// @return its URI; it goes with the server, or with this JVM when the server stays
  public URI freshDatabase() {
    return databases.create();
  }

  /// Says a URI in the words of JDBC.
  ///
  /// @param uri of this server or any other
  /// @return a JDBC URL with user and password in it
  public static String jdbcUrl(URI uri) {
    return Databases.jdbcUrl(uri);
  }
}
