package dev.peregrine.testkit.internal;

import java.net.URI;
import java.util.function.Function;
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
      postgres = new Databases(start(ServerKind::startPostgres));
    }
    return postgres;
  }

  /// Returns the URI of the Redis.
  public synchronized URI redis() {
    if (redis == null) {
      redis = start(ServerKind::startRedis);
    }
    return redis;
  }

  /// An engine may answer and yet have no images: then `auto` takes the other way.
  private URI start(Function<ServerKind, URI> server) {
    var first = kind == null;
    try {
      return server.apply(kind());
    } catch (RuntimeException thrown) {
      if (!first || !wanted.equals("auto") || !(kind instanceof DockerServers docker)) {
        throw thrown;
      }
      docker.close();
      kind = new EmbeddedServers();
      say(kind.title() + ", since containers failed: " + thrown.getMessage());
      return server.apply(kind);
    }
  }

  private ServerKind kind() {
    if (kind == null) {
      kind = choose();
      say(kind.title());
    }
    return kind;
  }

  private void say(String title) {
    System.out.println("services: " + title + " (-Dservices=" + wanted + ")");
  }

  private ServerKind choose() {
    return switch (wanted) {
      case "auto" -> DockerServers.engineAnswers() ? new DockerServers() : new EmbeddedServers();
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
