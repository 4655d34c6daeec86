package dev.peregrine.embedded;

import dev.peregrine.embedded.internal.Binaries;
import dev.peregrine.embedded.internal.DirectoryLock;
import dev.peregrine.embedded.internal.RedisProcess;
import java.net.URI;

/// A Redis 7.0 of this process's own, on 127.0.0.1, that keeps nothing from start to start.
///
/// Anybody on this machine may connect: a server to develop and test against. It lives in a session
/// of its own, so that Ctrl-C at the terminal does not stop it before who uses it, and it stays
/// when this process is killed: the next start on the same directory stops it first. Everything
/// blocks, at most for half a minute; safe on any thread.
public final class EmbeddedRedis implements AutoCloseable {

  private final DirectoryLock lock;
  private final RedisProcess process;
  private final int port;

  private EmbeddedRedis(DirectoryLock lock, RedisProcess process, int port) {
    this.lock = lock;
    this.process = process;
    this.port = port;
  }

  /// Starts a server, empty.
  ///
  /// @param config where and how
  /// @throws EmbeddedServerException if a live process uses the directory, there is no binary for
  ///   this platform, or the server does not come up
  public static EmbeddedRedis start(EmbeddedRedisConfig config) {
    var lock = DirectoryLock.take(config.directory(), "Redis");
    try {
      var binary = Binaries.redis(config.binaries());
      var process = new RedisProcess(binary, config.directory(), config.maxMemoryBytes());
      return new EmbeddedRedis(lock, process, process.start(config.port()));
    } catch (RuntimeException thrown) {
      lock.close();
      throw thrown;
    }
  }

  /// Returns where clients connect, the same for the life of this object.
  public URI uri() {
    return URI.create("redis://127.0.0.1:" + port);
  }

  /// Returns the port.
  public int port() {
    return port;
  }

  /// Stops the server in order: its connections are closed, its keys are lost.
  public synchronized void stop() {
    lock.requireHeld("Redis");
    process.stop();
  }

  /// Starts it again, empty, on the same port; stops it first when it runs.
  public synchronized void restart() {
    lock.requireHeld("Redis");
    var _ = process.start(port);
  }

  /// Ends it as a power cut would.
  public synchronized void kill() {
    lock.requireHeld("Redis");
    process.kill();
  }

  /// Freezes it: connections stay open, new ones are accepted by the system, nothing answers.
  public synchronized void pause() {
    lock.requireHeld("Redis");
    process.pause();
  }

  /// Ends a [#pause].
  public synchronized void resume() {
    lock.requireHeld("Redis");
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
}
