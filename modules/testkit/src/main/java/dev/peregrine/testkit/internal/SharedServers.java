package dev.peregrine.testkit.internal;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/// One server of each sort for a whole JVM, started when first asked for.
public final class SharedServers {

  private final String wanted;
  private @Nullable ServerKind kind;
  private @Nullable Databases postgres;
  private @Nullable URI redis;

  private SharedServers(String wanted) {
    this.wanted = wanted;
  }

  /// Prepares those of this JVM, of the kind that the system property `services` names; they stop
  /// with it.
  public static SharedServers ofThisJvm() {
    var servers = new SharedServers(System.getProperty("services", "auto"));
    Runtime.getRuntime().addShutdownHook(new Thread(servers::stop, "test-servers-stop"));
    return servers;
  }

  /// Returns the Postgres.
  public synchronized Databases postgres() {
    if (postgres == null) {
      postgres = new Databases(kind().startPostgres());
    }
    return postgres;
  }

  /// Returns the URI of the Redis.
  public synchronized URI redis() {
    if (redis == null) {
      redis = kind().startRedis();
    }
    return redis;
  }

  private ServerKind kind() {
    if (kind == null) {
      kind = choose();
      System.out.println("services: " + kind.title() + " (-Dservices=" + wanted + ")");
    }
    return kind;
  }

  private ServerKind choose() {
    return switch (wanted) {
      case "auto" -> DockerServers.canStart() ? new DockerServers() : new EmbeddedServers();
      case "docker" -> new DockerServers();
      case "embedded" -> new EmbeddedServers();
      case "external" -> new ExternalServers();
      default ->
          throw new IllegalArgumentException(
              "services: " + wanted + " (expected: auto, docker, embedded or external)");
    };
  }

  private synchronized void stop() {
    if (postgres != null && kind instanceof ExternalServers) {
      postgres.dropCreated();
    }
    if (kind != null) {
      kind.close();
    }
  }
}
