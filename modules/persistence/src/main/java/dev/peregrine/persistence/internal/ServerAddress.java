package dev.peregrine.persistence.internal;

import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import javax.net.ssl.TrustManagerFactory;

/// A Postgres server's address, taken apart for the two clients that need it in different forms.
///
/// @param host its name or address
/// @param port where it listens
/// @param database which of its databases
/// @param user who logs in
/// @param password with what; empty for none
/// @param tls how the connection is protected
public record ServerAddress(
    String host, int port, String database, String user, String password, Tls tls) {

  private static final int DEFAULT_PORT = 5_432;
  private static final String CONNECT_TIMEOUT_SECONDS = "2";
  private static final String EXPECTED =
      "postgresql://user:password@host:port/database?sslmode=…&sslrootcert=FILE";
  private static final String SSL_MODE = "sslmode";
  private static final String ROOT_CERTIFICATE = "sslrootcert";

  /// How a connection is protected.
  ///
  /// @param mode what is asked of the server, in libpq's words
  /// @param rootCertificate a file in PEM with whom to trust; absent: whom the JVM trusts
  public record Tls(SslMode mode, Optional<Path> rootCertificate) {

    private boolean verifies() {
      return mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL;
    }
  }

  /// Reads an address that the configuration had.
  ///
  /// @param uri the address
  public static ServerAddress of(URI uri) {
    return of("primary", uri);
  }

  /// Reads an address of the configuration.
  ///
  /// @param key which one, without `postgres.`
  /// @param uri the address
  /// @throws IllegalArgumentException if it is none; the message holds no password
  public static ServerAddress of(String key, URI uri) {
    var scheme = uri.getScheme();
    var known = "postgresql".equals(scheme) || "postgres".equals(scheme);
    var path = uri.getPath();
    var userInfo = uri.getRawUserInfo();
    if (!known || uri.getHost() == null || path == null || path.length() < 2 || userInfo == null) {
      throw new IllegalArgumentException(
          "postgres." + key + ": not a server's address (expected: " + EXPECTED + ")");
    }
    var colon = userInfo.indexOf(':');
    var user = colon < 0 ? userInfo : userInfo.substring(0, colon);
    var password = colon < 0 ? "" : userInfo.substring(colon + 1);
    var port = uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort();
    return new ServerAddress(
        uri.getHost(), port, path.substring(1), decoded(user), decoded(password), tls(key, uri));
  }

  private static Tls tls(String key, URI uri) {
    var options = new TreeMap<String, String>();
    for (var option :
        uri.getRawQuery() == null ? new String[0] : uri.getRawQuery().split("&", -1)) {
      var parts = option.split("=", 2);
      options.put(parts[0], parts.length < 2 ? "" : decoded(parts[1]));
    }
    var mode = Optional.ofNullable(options.remove(SSL_MODE)).orElse(SslMode.DISABLE.value);
    var file = Optional.ofNullable(options.remove(ROOT_CERTIFICATE)).map(Path::of);
    if (!options.isEmpty()) {
      throw refused(key, "the option " + options.firstKey(), SSL_MODE + " or " + ROOT_CERTIFICATE);
    }
    var tls = new Tls(mode(key, mode), file);
    if (file.isPresent() && !tls.verifies()) {
      throw refused(key, "sslmode=" + mode, "verify-ca or verify-full beside sslrootcert");
    }
    return tls;
  }

  private static SslMode mode(String key, String word) {
    return Arrays.stream(SslMode.values())
        .filter(mode -> mode.value.equals(word))
        .findFirst()
        .orElseThrow(() ->
            refused(
                key,
                "sslmode=" + word,
                "disable, allow, prefer, require, verify-ca or verify-full"));
  }

  private static IllegalArgumentException refused(String key, String what, String expected) {
    return new IllegalArgumentException(
        "postgres." + key + ": " + what + " (expected: " + expected + ")");
  }

  /// Returns it in the words of JDBC, without user and password.
  public String jdbcUrl() {
    var url = new StringBuilder("jdbc:postgresql://" + host + ":" + port + "/" + database);
    url.append("?sslmode=").append(tls.mode.value);
    if (tls.verifies()) {
      url.append(
          tls.rootCertificate
              .map(file ->
                  "&sslrootcert=" + URLEncoder.encode(file.toString(), StandardCharsets.UTF_8))
              .orElse("&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory"));
    }
    return url.toString();
  }

  /// Returns who connects, for JDBC, and for how long it tries.
  public Properties login() {
    var login = new Properties();
    login.setProperty("user", user);
    login.setProperty("password", password);
    login.setProperty("connectTimeout", CONNECT_TIMEOUT_SECONDS);
    login.setProperty("loginTimeout", CONNECT_TIMEOUT_SECONDS);
    return login;
  }

  /// Returns it as the asynchronous client wants it.
  public PgConnectOptions options() {
    var options =
        new PgConnectOptions()
            .setHost(host)
            .setPort(port)
            .setDatabase(database)
            .setUser(user)
            .setPassword(password)
            .setSslMode(tls.mode);
    if (tls.mode != SslMode.DISABLE) {
      var ssl = new ClientSSLOptions().setTrustAll(!tls.verifies());
      ssl.setHostnameVerificationAlgorithm(tls.mode == SslMode.VERIFY_FULL ? "HTTPS" : "");
      if (tls.verifies()) {
        ssl.setTrustOptions(
            tls.rootCertificate
                .<TrustOptions>map(file -> new PemTrustOptions().addCertPath(file.toString()))
                .orElseGet(ServerAddress::whomTheJvmTrusts));
      }
      options.setSslOptions(ssl);
    }
    return options;
  }

  /// The client takes no silence for the JVM's own authorities.
  private static TrustOptions whomTheJvmTrusts() {
    try {
      var usual = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      usual.init((KeyStore) null);
      return TrustOptions.wrap(usual.getTrustManagers()[0]);
    } catch (GeneralSecurityException thrown) {
      throw new IllegalStateException("the JVM does not tell whom it trusts", thrown);
    }
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
