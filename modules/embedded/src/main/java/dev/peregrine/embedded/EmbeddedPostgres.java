package dev.peregrine.embedded;

import dev.peregrine.embedded.internal.Binaries;
import dev.peregrine.embedded.internal.DirectoryLock;
import dev.peregrine.embedded.internal.PostgresProcess;
import dev.peregrine.embedded.internal.PostmasterFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// A Postgres 18 of this process's own, on 127.0.0.1, whose data stays from start to start.
///
/// Anybody on this machine may connect as its superuser, without a password: a server to develop
/// and test against. It lives in a session of its own, so that Ctrl-C at the terminal does not stop
/// it before who uses it, and it stays when this process is killed: the next start on the same
/// directory stops it first, in order, and finds every committed row. Everything blocks, at most
/// for a few minutes; safe on any thread.
public final class EmbeddedPostgres implements AutoCloseable {

  /// The database that every server has.
  public static final String DATABASE = "peregrine";

  private final DirectoryLock lock;
  private final PostgresProcess process;
  private final int port;

  private EmbeddedPostgres(DirectoryLock lock, PostgresProcess process, int port) {
    this.lock = lock;
    this.process = process;
    this.port = port;
  }

  /// Starts a server, on the data that its directory has, or on none.
  ///
  /// @param config where and how
  /// @throws EmbeddedServerException if a live process uses the directory, there are no binaries
  ///   for this platform, or the server does not come up
  public static EmbeddedPostgres start(EmbeddedPostgresConfig config) {
    var lock = DirectoryLock.take(config.directory(), "Postgres");
    try {
      var binaries = Binaries.postgres(config.binaries());
      var process = new PostgresProcess(binaries, config.directory(), DATABASE, config.durable());
      return new EmbeddedPostgres(lock, process, process.start(config.port()));
    } catch (RuntimeException thrown) {
      lock.close();
      throw thrown;
    }
  }

  /// Finds the server that another process runs on a directory.
  ///
  /// @param directory as in that one's config
  /// @return its URI; nothing when none answers there
  public static Optional<URI> running(Path directory) {
    return PostmasterFile.ofRunning(directory.toAbsolutePath().normalize().resolve("data"))
        .filter(PostmasterFile::ready)
        .map(file -> uri(file.port()));
  }

  /// Returns where clients connect, the same for the life of this object.
  public URI uri() {
    return uri(port);
  }

  /// Returns [#uri] in the words of JDBC.
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE + "?user=postgres";
  }

  /// Returns the port.
  public int port() {
    return port;
  }

  /// Stops the server in order: its connections are closed, its data stays.
  public synchronized void stop() {
    lock.requireHeld("Postgres");
    process.stop();
  }

  /// Starts it again on the same port; stops it first when it runs.
  public synchronized void restart() {
    lock.requireHeld("Postgres");
    var _ = process.start(port);
  }

  /// Ends it as a power cut would; [#restart] then recovers what was committed.
  public synchronized void kill() {
    lock.requireHeld("Postgres");
    process.kill();
  }

  /// Freezes it: connections stay open, new ones are accepted by the system, nothing answers.
  public synchronized void pause() {
    lock.requireHeld("Postgres");
    process.pause();
  }

  /// Ends a [#pause].
  public synchronized void resume() {
    lock.requireHeld("Postgres");
    process.resume();
  }

  /// Stops the server and gives its directory up; no process is left. Only the first call counts.
  @Override
  public synchronized void close() {
    if (!lock.isHeld()) {
      return;
    }
    try (lock) {
      process.stop();
    }
  }

  private static URI uri(int port) {
    return URI.create("postgresql://postgres@127.0.0.1:" + port + "/" + DATABASE);
  }
}
