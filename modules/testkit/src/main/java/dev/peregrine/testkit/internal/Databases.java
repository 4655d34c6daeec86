package dev.peregrine.testkit.internal;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// The databases of one Postgres server.
public final class Databases {

  private final URI server;
  private final List<String> created = new CopyOnWriteArrayList<>();

  Databases(URI server) {
    this.server = server;
  }

  /// Returns the URI of the first database.
  public URI server() {
    return server;
  }

  /// Creates an empty one and returns its URI.
  public URI create() {
    var name = "test_" + UUID.randomUUID().toString().replace("-", "");
    execute("create database " + name);
    created.add(name);
    return server.resolve("/" + name);
  }

  void dropCreated() {
    for (var name : created) {
      execute("drop database if exists " + name + " with (force)");
    }
  }

  private void execute(String sql) {
    try (var connection = DriverManager.getConnection(jdbcUrl(server));
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException thrown) {
      throw new IllegalStateException(
          sql + " failed on " + server.getHost() + ":" + server.getPort(), thrown);
    }
  }

  /// Says a URI in the words of JDBC.
  public static String jdbcUrl(URI uri) {
    var url = new StringBuilder("jdbc:postgresql://").append(uri.getHost()).append(':');
    url.append(uri.getPort() < 0 ? 5432 : uri.getPort()).append(uri.getRawPath());
    var separator = '?';
    var names = List.of("user", "password").iterator();
    for (var value : uri.getUserInfo().split(":", 2)) {
      var encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
      url.append(separator).append(names.next()).append('=').append(encoded);
      separator = '&';
    }
    return url.toString();
  }
}
