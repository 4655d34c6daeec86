package dev.peregrine.embedded.internal;

import dev.peregrine.embedded.EmbeddedServerException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One Redis server process, in one directory.
public final class RedisProcess {

  private static final Logger LOG = LoggerFactory.getLogger(RedisProcess.class);
  private static final String TAKEN = "Failed listening on port";
  private static final int ANSWER_MS = 1_000;
  private static final Duration START_LIMIT = Duration.ofSeconds(20);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

  private final Path binary;
  private final Path directory;
  private final long maxMemoryBytes;

  /// Prepares a server, starts nothing yet.
  ///
  /// @param binary unpacked
  /// @param directory of log and process id
  /// @param maxMemoryBytes above it, keys that expire are evicted
  public RedisProcess(Path binary, Path directory, long maxMemoryBytes) {
    this.binary = binary;
    this.directory = directory;
    this.maxMemoryBytes = maxMemoryBytes;
  }

  /// Starts it; an orphan of the same directory is stopped first.
  ///
  /// @param port 0 for a free one
  /// @return the port
  public int start(int port) {
    try {
      stop();
      return port == 0 ? Ports.startOnFree(this::startOn, TAKEN) : startOn(port);
    } catch (IOException thrown) {
      throw new EmbeddedServerException(
          "the embedded Redis in " + directory + " could not start", thrown);
    }
  }

  private int startOn(int port) throws IOException {
    Files.deleteIfExists(logFile());
    Files.deleteIfExists(pidFile());
    var result = Commands.run(command(port), "");
    if (result.exit() != 0 || !up(port)) {
      stop();
      throw new EmbeddedServerException(
          "the embedded Redis in "
              + directory
              + " did not start on port "
              + port
              + " (cure what it says, or set peregrine.redis.uri to the URI of a server of your"
              + " own):\n"
              + result.output().strip()
              + log());
    }
    return port;
  }

  /// As a daemon it leads a session of its own, which Ctrl-C at a terminal does not reach.
  private List<String> command(int port) {
    return List.of(
        binary.toString(),
        "--bind",
        "127.0.0.1",
        "--port",
        Integer.toString(port),
        "--daemonize",
        "yes",
        "--dir",
        directory.toString(),
        "--pidfile",
        pidFile().toString(),
        "--logfile",
        logFile().toString(),
        "--save",
        "",
        "--appendonly",
        "no",
        "--maxmemory",
        Long.toString(maxMemoryBytes),
        "--maxmemory-policy",
        "volatile-lru");
  }

  private boolean up(int port) throws IOException {
    var end = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() - end < 0) {
      if (!tree().isEmpty() && answers(port)) {
        return true;
      }
      if (log().contains(TAKEN)) {
        return false;
      }
      Processes.pause();
    }
    return false;
  }

  private static boolean answers(int port) {
    try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      socket.setSoTimeout(ANSWER_MS);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      var answer = socket.getInputStream().readNBytes("+PONG".length());
      return new String(answer, StandardCharsets.US_ASCII).equals("+PONG");
    } catch (IOException thrown) {
      LOG.trace("no answer on port {} yet", port, thrown);
      return false;
    }
  }

  /// Stops it if it runs: in order when it obeys, at once when not.
  public void stop() {
    var running = tree();
    Processes.signal("CONT", running);
    running.forEach(ProcessHandle::destroy);
    if (!Processes.gone(running, STOP_LIMIT)) {
      LOG.warn("the embedded Redis in {} does not stop: it is killed", directory);
      Processes.kill(running);
    }
  }

  /// Ends it as a power cut would.
  public void kill() {
    Processes.kill(tree());
  }

  /// Stops its clock: connections stay open and silent.
  public void pause() {
    Processes.signal("STOP", tree());
  }

  /// Lets it go on.
  public void resume() {
    Processes.signal("CONT", tree());
  }

  private List<ProcessHandle> tree() {
    try {
      var text = Files.exists(pidFile()) ? Files.readString(pidFile()).strip() : "";
      if (text.isEmpty()) {
        return List.of();
      }
      var pid = Long.parseLong(text);
      var ours = Processes.isServer(pid, "redis-server", directory);
      return ours ? Processes.tree(pid) : List.of();
    } catch (IOException thrown) {
      throw new EmbeddedServerException(pidFile() + " could not be read", thrown);
    }
  }

  private String log() throws IOException {
    return Files.exists(logFile()) ? "\n" + Files.readString(logFile()).strip() : "";
  }

  private Path logFile() {
    return directory.resolve("redis.log");
  }

  private Path pidFile() {
    return directory.resolve("redis.pid");
  }
}
