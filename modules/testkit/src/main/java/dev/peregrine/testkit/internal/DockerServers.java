package dev.peregrine.testkit.internal;

import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/// Servers in containers.
///
/// Confined to its owner's lock.
final class DockerServers implements ServerKind {

  private static final String POSTGRES = "postgres:17-alpine";
  private static final String REDIS = "redis:8-alpine";
  private static final int POSTGRES_PORT = 5432;
  private static final int REDIS_PORT = 6379;
  private static final String NAME = "peregrine";
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final List<GenericContainer<?>> started = new ArrayList<>();

  static boolean canStart() {
    return DockerEngine.answersAndCanHave(List.of(POSTGRES, REDIS));
  }

  @Override
  public String title() {
    return "containers, " + POSTGRES + " and " + REDIS;
  }

  @Override
  public URI startPostgres() {
    var container = new GenericContainer<>(DockerImageName.parse(POSTGRES));
    container
        .withEnv("POSTGRES_USER", NAME)
        .withEnv("POSTGRES_PASSWORD", NAME)
        .withEnv("POSTGRES_DB", NAME)
        .withCommand(
            "postgres",
            "-cfsync=off",
            "-csynchronous_commit=off",
            "-cfull_page_writes=off",
            "-cshared_preload_libraries=pg_stat_statements");
    var authority = start(container, POSTGRES_PORT);
    var uri = URI.create("postgresql://" + NAME + ":" + NAME + "@" + authority + "/" + NAME);
    awaitAnswer(uri);
    return uri;
  }

  @Override
  public URI startRedis() {
    var container = new GenericContainer<>(DockerImageName.parse(REDIS));
    container.withCommand(
        "redis-server",
        "--bind",
        "0.0.0.0",
        "--protected-mode",
        "no",
        "--save",
        "",
        "--appendonly",
        "no",
        "--maxmemory",
        "256mb",
        "--maxmemory-policy",
        "volatile-lru");
    return URI.create("redis://" + start(container, REDIS_PORT));
  }

  private String start(GenericContainer<?> container, int port) {
    container
        .withExposedPorts(port)
        .waitingFor(Wait.forLogMessage(".*[Rr]eady to accept connections.*\\s", 1))
        .withStartupTimeout(START_LIMIT);
    started.add(container);
    container.start();
    return container.getHost() + ":" + container.getMappedPort(port);
  }

  /// While the image sets itself up, a first server says that it is ready, and ends.
  private static void awaitAnswer(URI uri) {
    var end = System.nanoTime() + START_LIMIT.toNanos();
    while (true) {
      try (var connection = DriverManager.getConnection(Databases.jdbcUrl(uri))) {
        connection.getMetaData();
        return;
      } catch (SQLException thrown) {
        if (System.nanoTime() - end > 0) {
          throw new IllegalStateException(POSTGRES + " does not answer at " + uri, thrown);
        }
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(Duration.ofMillis(50));
    } catch (InterruptedException thrown) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + POSTGRES, thrown);
    }
  }

  @Override
  public void close() {
    started.forEach(GenericContainer::stop);
  }
}
