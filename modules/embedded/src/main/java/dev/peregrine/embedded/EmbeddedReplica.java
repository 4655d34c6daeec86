package dev.peregrine.embedded;

import dev.peregrine.embedded.internal.BaseBackup;
import dev.peregrine.embedded.internal.PostgresProcess;
import dev.peregrine.embedded.internal.PrimarySession;
import dev.peregrine.embedded.internal.ReplicaFiles;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A real streaming replica of an [EmbeddedPostgres]: it follows every commit and takes no writes.
///
/// Made by [EmbeddedPostgres#startReplica], from a copy of the primary's data; it keeps nothing and
/// ends with its primary at the latest. Everything blocks; safe on any thread.
public final class EmbeddedReplica implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedReplica.class);

  private final EmbeddedPostgres primary;
  private final Path directory;
  private final int number;
  private final PostgresProcess process;
  private int port;
  private boolean ended;

  private EmbeddedReplica(
      EmbeddedPostgres primary, Path directory, int number, PostgresProcess process) {
    this.primary = primary;
    this.directory = directory;
    this.number = number;
    this.process = process;
  }

  static EmbeddedReplica start(
      EmbeddedPostgres primary, Path binaries, Path primaryDirectory, int number) {
    var slot = ReplicaFiles.slot(number);
    var directory = ReplicaFiles.directory(primaryDirectory, number);
    ReplicaFiles.delete(directory);
    var process = PostgresProcess.replica(binaries, directory, primary.port(), slot);
    var replica = new EmbeddedReplica(primary, directory, number, process);
    try {
      try (var session = PrimarySession.open(primary.jdbcUrl())) {
        BaseBackup.take(session, primaryDirectory.resolve("data"), directory.resolve("data"), slot);
      } catch (SQLException thrown) {
        throw new EmbeddedServerException("the primary of a replica does not answer", thrown);
      }
      replica.port = process.start(0);
      return replica;
    } catch (RuntimeException thrown) {
      replica.close();
      throw thrown;
    }
  }

  int number() {
    return number;
  }

  /// Returns where clients connect, the same for the life of this object.
  public URI uri() {
    return EmbeddedPostgres.uri(port);
  }

  /// Returns [#uri] in the words of JDBC.
  public String jdbcUrl() {
    return EmbeddedPostgres.jdbcUrl(port);
  }

  /// Returns the port.
  public int port() {
    return port;
  }

  /// Stops the server in order: its connections are closed, its data stays.
  public synchronized void stop() {
    requireRunning();
    process.stop();
  }

  /// Starts it again on the same port; stops it first when it runs.
  public synchronized void restart() {
    requireRunning();
    var _ = process.start(port);
  }

  /// Ends it as a power cut would; [#restart] then follows the primary on.
  public synchronized void kill() {
    requireRunning();
    process.kill();
  }

  /// Freezes it: connections stay open, new ones are accepted by the system, nothing answers.
  public synchronized void pause() {
    requireRunning();
    process.pause();
  }

  /// Ends a [#pause].
  public synchronized void resume() {
    requireRunning();
    process.resume();
  }

  /// Stops the server and deletes what it had; the primary keeps no log for it any more. Only the
  /// first call counts.
  @Override
  public synchronized void close() {
    if (!end()) {
      return;
    }
    primary.forget(this);
    try (var session = PrimarySession.open(primary.jdbcUrl())) {
      session.dropSlots(ReplicaFiles.slot(number));
    } catch (SQLException thrown) {
      LOG.debug("the slot of replica {} stays until its primary starts again", number, thrown);
    }
  }

  /// Stops the server and deletes what it had; its slot is left to the primary's next start.
  synchronized boolean end() {
    if (ended) {
      return false;
    }
    ended = true;
    process.stop();
    ReplicaFiles.delete(directory);
    return true;
  }

  private void requireRunning() {
    if (ended) {
      throw new IllegalStateException("the embedded replica was closed: start another one");
    }
  }
}
