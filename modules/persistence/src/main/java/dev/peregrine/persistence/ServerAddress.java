package dev.peregrine.persistence;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/// A Postgres server's address, taken apart for the two clients that need it in different forms.
record ServerAddress(
    String host, int port, String database, String user, String password, String query) {

  private static final int DEFAULT_PORT = 5_432;
  private static final String CONNECT_TIMEOUT_SECONDS = "2";

  static ServerAddress of(URI uri) {
    return of("primary", uri);
  }

  static ServerAddress of(String key, URI uri) {
    var scheme = uri.getScheme();
    var known = "postgresql".equals(scheme) || "postgres".equals(scheme);
    var path = uri.getPath();
    var userInfo = uri.getRawUserInfo();
    if (!known || uri.getHost() == null || path == null || path.length() < 2 || userInfo == null) {
      throw new IllegalArgumentException(
          "postgres."
              + key
              + ": not a server's address (expected:"
              + " postgresql://user:password@host:port/database)");
    }
    var colon = userInfo.indexOf(':');
    var user = colon < 0 ? userInfo : userInfo.substring(0, colon);
    var password = colon < 0 ? "" : userInfo.substring(colon + 1);
    var port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    var query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    return new ServerAddress(
        uri.getHost(), port, path.substring(1), decoded(user), decoded(password), query);
  }

  String jdbcUrl() {
    return "jdbc:postgresql://"
        + host
        + ":"
        + port
        + "/"
        + database
        + (query.isEmpty() ? "" : "?" + query);
  }

  /// Returns who connects, for JDBC, and for how long it tries.
  Properties login() {
    var login = new Properties();
    login.setProperty("user", user);
    login.setProperty("password", password);
    login.setProperty("connectTimeout", CONNECT_TIMEOUT_SECONDS);
    login.setProperty("loginTimeout", CONNECT_TIMEOUT_SECONDS);
    return login;
  }

  /// Leaves the password out, so that it can be logged.
  @Override
  public String toString() {
    return host + ":" + port + "/" + database;
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
