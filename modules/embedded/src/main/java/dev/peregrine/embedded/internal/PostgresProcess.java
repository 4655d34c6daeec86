package dev.peregrine.embedded.internal;

import dev.peregrine.embedded.EmbeddedServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One Postgres server process and its children, on one directory.
public final class PostgresProcess {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresProcess.class);
  private static final String TAKEN = "could not bind IPv4 address";
  private static final String START_LIMIT_SECONDS = "90";
  private static final Duration EXIT_LIMIT = Duration.ofSeconds(10);

  private final PostgresFiles files;
  private final boolean durable;

  /// Prepares a server, starts nothing yet.
  ///
  /// @param binaries unpacked
  /// @param directory of data and log
  /// @param database made with the data
  /// @param durable whether commits wait for the disk
  public PostgresProcess(Path binaries, Path directory, String database, boolean durable) {
    this(new PostgresFiles(PostgresPrograms.in(binaries), directory, database, ""), durable);
  }

  private PostgresProcess(PostgresFiles files, boolean durable) {
    this.files = files;
    this.durable = durable;
  }

  /// Prepares a replica, on data that was copied from its primary. What it has is the primary's, so
  /// its own disk need not be waited for.
  ///
  /// @param binaries unpacked
  /// @param directory of data and log
  /// @param primaryPort where the primary listens
  /// @param slot what the primary keeps its log for
  public static PostgresProcess replica(
      Path binaries, Path directory, int primaryPort, String slot) {
    var settings =
        """
        primary_conninfo = 'host=127.0.0.1 port=%d user=postgres application_name=%s'
        primary_slot_name = '%s'
        # The primary may be away for a moment; the usual pause before another try is five seconds.
        wal_retrieve_retry_interval = '200ms'
        """
            .formatted(primaryPort, slot, slot);
    var programs = PostgresPrograms.in(binaries);
    return new PostgresProcess(new PostgresFiles(programs, directory, "", settings), false);
  }

  /// Starts it, on data that is made when absent; an orphan on the same data is stopped first.
  ///
  /// @param port 0 for a free one
  /// @return the port
  public int start(int port) {
    try {
      stop();
      endStrays();
      files.createIfAbsent(durable);
      files.turnLog();
      return port == 0 ? Ports.startOnFree(this::startOn, TAKEN) : startOn(port);
    } catch (IOException thrown) {
      throw new EmbeddedServerException(
          "the embedded Postgres in " + files.directory() + " could not start", thrown);
    }
  }

  private int startOn(int port) throws IOException {
    files.writeSettings(port, durable);
    var before = Files.exists(files.log()) ? Files.size(files.log()) : 0;
    var result = control("start", "-l", files.log().toString(), "-t", START_LIMIT_SECONDS);
    if (result.exit() != 0) {
      stop();
      throw new EmbeddedServerException(
          "the embedded Postgres in "
              + files.directory()
              + " did not start on port "
              + port
              + " (cure what its log says, or set peregrine.postgres.primary to the URI of a server"
              + " of your own):\n"
              + files.logSince(before));
    }
    return port;
  }

  /// Stops it if it runs: in order when it obeys, at once when not.
  public void stop() {
    var running = tree();
    if (running.isEmpty()) {
      return;
    }
    Processes.signal("CONT", running);
    var obeyed =
        control("stop", "-m", "fast", "-t", "30").exit() == 0
            || control("stop", "-m", "immediate", "-t", "10").exit() == 0;
    // pg_ctl waits for the end of a file, which its process still outlives by a moment.
    if (!obeyed || !Processes.gone(running, EXIT_LIMIT)) {
      LOG.warn("the embedded Postgres in {} does not stop: it is killed", files.directory());
      kill();
    }
  }

  /// Ends it as a power cut would.
  public void kill() {
    Processes.kill(tree());
    endStrays();
  }

  /// Stops the clocks of all its processes: connections stay open and silent.
  public void pause() {
    Processes.signal("STOP", tree());
    // Those that were born before their parent was stopped.
    Processes.signal("STOP", tree());
  }

  /// Lets it go on.
  public void resume() {
    Processes.signal("CONT", tree());
  }

  /// A first process that was killed may leave children at work and its id in a file; Postgres
  /// would then refuse to start while anything goes by that id, if only a zombie.
  private void endStrays() {
    var strays = Processes.servers("postgres", files.data());
    if (strays.isPresent()) {
      Processes.kill(strays.get());
      files.forgetProcess();
    }
  }

  private List<ProcessHandle> tree() {
    return PostmasterFile.ofRunning(files.data())
        .map(file -> Processes.tree(file.pid()))
        .orElse(List.of());
  }

  private Commands.Result control(String verb, String... options) {
    var arguments = new ArrayList<>(List.of("-D", files.data().toString(), "-w"));
    arguments.addAll(List.of(options));
    arguments.add(verb);
    return files.programs().tryRun("pg_ctl", arguments, "");
  }
}
