package dev.peregrine.launcher.internal.doctor;

import dev.peregrine.launcher.internal.config.Loaded;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All checks, in the order in which they are told.
public final class Checks {

  private static final int REDIS_PORT = 6379;
  private static final int POSTGRES_PORT = 5432;

  private Checks() {}

  /// Returns what must hold whatever the configuration says.
  ///
  /// @param home the directory that has `conf` and `.peregrine` in it
  public static List<Check> ofMachine(Path home) {
    return List.of(
        Check.of("Java", () -> Machine.java(Runtime.version().feature())),
        Check.of("cores and heap", Machine::memory),
        Check.of("open files", Machine::openFiles),
        Check.of("disk", () -> Disk.space(home)),
        Check.of("data directory", () -> Disk.writable(home.resolve(".peregrine"))),
        Check.of("conf directory", () -> Disk.readable(home.resolve("conf"))));
  }

  /// Returns what must hold for a configuration.
  ///
  /// @param loaded looked at by the fixed names: `http.port`, `postgres.primary`, …
  public static List<Check> ofConfiguration(Loaded<?> loaded) {
    var checks = new ArrayList<Check>();
    checks.add(port(loaded, "http", "--port"));
    checks.add(port(loaded, "ops", "--ops-port"));
    var postgres = uris(loaded, "postgres.primary");
    var redis = uris(loaded, "redis.uri");
    var embedded = new Embedded(postgres.isEmpty(), redis.isEmpty());
    checks.add(Check.of("embedded servers", () -> embedded.binaries(Platform.actual())));
    if (embedded.postgres() && "root".equals(System.getProperty("user.name"))) {
      checks.add(Check.of("user namespaces", () -> Embedded.namespaces("unshare", "-U", "true")));
    }
    postgres.forEach(uri -> checks.add(reachable("postgres.primary", uri, POSTGRES_PORT)));
    uris(loaded, "postgres.replicas")
        .forEach(uri -> checks.add(reachable("postgres.replicas", uri, POSTGRES_PORT)));
    redis.forEach(uri -> checks.add(reachable("redis.uri", uri, REDIS_PORT)));
    return checks;
  }

  private static Check port(Loaded<?> loaded, String room, String option) {
    var host = loaded.value(room + ".host").map(value -> value.value().toString());
    var port = loaded.value(room + ".port").map(value -> (Integer) value.value());
    return Check.of(
        room + " port",
        () -> Network.free(host.orElse("127.0.0.1"), port.orElse(0), option, room + ".port"));
  }

  private static Check reachable(String key, URI uri, int defaultPort) {
    return Check.of(key, () -> Network.reachable(uri, defaultPort, key));
  }

  private static List<URI> uris(Loaded<?> loaded, String key) {
    var value = loaded.value(key).map(Loaded.Value::value).orElse(Optional.empty());
    var uris = new ArrayList<URI>();
    if (value instanceof Optional<?> optional) {
      optional.ifPresent(present -> uris.add((URI) present));
    } else if (value instanceof List<?> list) {
      list.forEach(item -> uris.add((URI) item));
    }
    return uris;
  }

  /// Which machine this is.
  ///
  /// @param system as in `os.name`
  /// @param processor as in `os.arch`
  /// @param musl whether its C library is musl, as on Alpine
  record Platform(String system, String processor, boolean musl) {

    static Platform actual() {
      return new Platform(
          System.getProperty("os.name", "?"),
          System.getProperty("os.arch", "?"),
          Files.exists(Path.of("/etc/alpine-release")));
    }
  }
}
