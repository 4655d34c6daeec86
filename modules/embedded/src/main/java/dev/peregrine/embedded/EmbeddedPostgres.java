package dev.peregrine.embedded;

import dev.peregrine.embedded.internal.Binaries;
import dev.peregrine.embedded.internal.DirectoryLock;
import dev.peregrine.embedded.internal.PostgresProcess;
import dev.peregrine.embedded.internal.PostmasterFile;
import dev.peregrine.embedded.internal.PrimarySession;
import dev.peregrine.embedded.internal.ReplicaFiles;
import java.net.URI;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

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

  private final EmbeddedPostgresConfig config;
  private final DirectoryLock lock;
  private final PostgresProcess process;
  private final int port;
  private final List<EmbeddedReplica> replicas = new CopyOnWriteArrayList<>();

  private EmbeddedPostgres(
      EmbeddedPostgresConfig config, DirectoryLock lock, PostgresProcess process, int port) {
    this.config = config;
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
      ReplicaFiles.endLeftovers(binaries, config.directory());
      var process = new PostgresProcess(binaries, config.directory(), DATABASE, config.durable());
      var server = new EmbeddedPostgres(config, lock, process, process.start(config.port()));
      server.dropLeftSlots();
      return server;
    } catch (RuntimeException thrown) {
      lock.close();
      throw thrown;
    }
  }

  /// Without those who used them, slots only keep the log from being cleared.
  private void dropLeftSlots() {
    if (!ReplicaFiles.hasSlots(config.directory())) {
      return;
    }
    try (var session = PrimarySession.open(jdbcUrl())) {
      session.dropSlots(ReplicaFiles.allSlots());
    } catch (SQLException thrown) {
      process.stop();
      throw new EmbeddedServerException("slots of former replicas could not be dropped", thrown);
    }
  }

  /// Starts a replica on a copy of this server's data, on a free port; it ends with this server.
  ///
  /// @param number from 1, its own among this server's replicas
  /// @throws EmbeddedServerException if it does not come up
  /// @throws IllegalArgumentException if a replica of that number runs already
  public synchronized EmbeddedReplica startReplica(int number) {
    lock.requireHeld("Postgres");
    if (replicas.stream().anyMatch(one -> one.number() == number)) {
      throw new IllegalArgumentException("replica " + number + " runs already");
    }
    var binaries = Binaries.postgres(config.binaries());
    var replica = EmbeddedReplica.start(this, binaries, config.directory(), number);
    replicas.add(replica);
    return replica;
  }

  void forget(EmbeddedReplica replica) {
    replicas.remove(replica);
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
    return jdbcUrl(port);
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

  /// Stops the server and its replicas and gives its directory up; no process is left. Only the
  /// first call counts.
  @Override
  public synchronized void close() {
    if (!lock.isHeld()) {
      return;
    }
    try (lock) {
      for (var replica : replicas) {
        var _ = replica.end();
      }
      replicas.clear();
    } finally {
      process.stop();
    }
  }

  static String jdbcUrl(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE + "?user=postgres";
  }

  static URI uri(int port) {
    return URI.create("postgresql://postgres@127.0.0.1:" + port + "/" + DATABASE);
  }
}
