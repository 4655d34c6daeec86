package dev.peregrine.launcher.internal.house;

import dev.peregrine.embedded.EmbeddedPostgres;
import dev.peregrine.embedded.EmbeddedPostgresConfig;
import dev.peregrine.embedded.EmbeddedRedis;
import dev.peregrine.embedded.EmbeddedRedisConfig;
import dev.peregrine.embedded.EmbeddedServerException;
import dev.peregrine.embedded.Mailbox;
import dev.peregrine.launcher.internal.cli.UnavailableException;
import dev.peregrine.notifications.NotificationsConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The servers that the service needs: those that the configuration names, and embedded ones for
/// the rest.
///
/// Blocks while they start and stop. Closing stops those that were started here, the last first.
final class Servers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Servers.class);
  private static final long REDIS_MEMORY_BYTES = 256L << 20;

  private final Path directory;
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private Optional<Mailbox> mailbox = Optional.empty();
  private Optional<EmbeddedPostgres> embedded = Optional.empty();

  private Servers(Path directory) {
    this.directory = directory;
  }

  /// Where everything is, once it runs.
  ///
  /// @param postgres the writable server
  /// @param replicas those that follow it
  /// @param redis the far tier
  /// @param mail the configuration with a host in it
  record Addresses(URI postgres, List<URI> replicas, URI redis, NotificationsConfig mail) {}

  /// Prepares to start servers that keep their files below a directory.
  static Servers in(Path directory) {
    return new Servers(directory);
  }

  /// Starts what the configuration does not name; Postgres and Redis at the same time.
  ///
  /// @throws UnavailableException if one cannot be started; those that run are stopped by [#close]
  Addresses start(PeregrineConfig config) {
    var redis = CompletableFuture.supplyAsync(() -> config.redis().uri().orElseGet(this::redis));
    var mail = config.mail().host().isPresent() ? config.mail() : mailbox(config.mail());
    try {
      var postgres = postgres(config);
      var replicas =
          embedded
              .map(server -> replicas(server, config.postgres().embeddedReplicas()))
              .orElse(config.postgres().replicas());
      return new Addresses(postgres, replicas, redis.join(), mail);
    } catch (EmbeddedServerException thrown) {
      var _ = redis.handle((uri, failed) -> uri).join();
      throw new UnavailableException(String.valueOf(thrown.getMessage()), thrown);
    } catch (CompletionException thrown) {
      throw new UnavailableException(String.valueOf(thrown.getCause()), thrown);
    }
  }

  /// Returns the Postgres that the configuration names, or the embedded one, started if it does not
  /// run.
  URI postgres(PeregrineConfig config) {
    return config.postgres().primary().orElseGet(this::postgres);
  }

  /// Returns the mailbox that catches mail, if the configuration named no server.
  Optional<Mailbox> mailbox() {
    return mailbox;
  }

  /// Returns the directory of the embedded Postgres.
  static Path postgresDirectory(Path directory) {
    return directory.resolve("postgres");
  }

  private URI postgres() {
    var server =
        EmbeddedPostgres.start(
            new EmbeddedPostgresConfig(
                postgresDirectory(directory), directory.resolve("bin"), 0, true));
    opened(server);
    embedded = Optional.of(server);
    return server.uri();
  }

  /// They end with their primary.
  private static List<URI> replicas(EmbeddedPostgres primary, int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(number -> primary.startReplica(number).uri())
        .toList();
  }

  private URI redis() {
    var server =
        EmbeddedRedis.start(
            new EmbeddedRedisConfig(
                directory.resolve("redis"), directory.resolve("bin"), 0, REDIS_MEMORY_BYTES));
    opened(server);
    return server.uri();
  }

  private NotificationsConfig mailbox(NotificationsConfig config) {
    var caught = Mailbox.start(0, Mailbox.KEEP);
    opened(caught);
    mailbox = Optional.of(caught);
    return config.at("127.0.0.1", caught.port());
  }

  private synchronized void opened(AutoCloseable server) {
    started.push(server);
  }

  @Override
  public synchronized void close() {
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception thrown) {
        LOG.error("an embedded server did not stop", thrown);
      }
    }
  }
}
