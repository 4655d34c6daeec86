package dev.peregrine.embedded.internal;

import static java.util.stream.Collectors.joining;

import dev.peregrine.embedded.EmbeddedServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Processes that need not be children of this one.
public final class Processes {

  private static final Duration POLL = Duration.ofMillis(10);

  private Processes() {}

  /// Tells whether a process is a server of ours: alive, of that name, at work in that directory.
  ///
  /// @param pid its id, perhaps long since another's
  /// @param name of the program's file
  /// @param directory where it works; taken on trust where the system does not tell
  public static boolean isServer(long pid, String name, Path directory) {
    return ProcessHandle.of(pid)
        .filter(Processes::lives)
        .filter(process -> isNamed(process, name))
        .filter(process -> !systemTellsPlaces() || worksIn(process, directory))
        .isPresent();
  }

  /// Returns the live processes of a server that work in a directory.
  ///
  /// @param name of the program's file
  /// @param directory where they work
  /// @return nothing where the system does not tell
  public static Optional<List<ProcessHandle>> servers(String name, Path directory) {
    if (!systemTellsPlaces()) {
      return Optional.empty();
    }
    return Optional.of(
        ProcessHandle.allProcesses()
            .filter(process -> isNamed(process, name))
            .filter(process -> worksIn(process, directory))
            .filter(Processes::lives)
            .toList());
  }

  private static boolean isNamed(ProcessHandle process, String name) {
    return process.info().command().map(Path::of).filter(path -> path.endsWith(name)).isPresent();
  }

  /// Linux does.
  private static boolean systemTellsPlaces() {
    return Files.isSymbolicLink(Path.of("/proc/self/cwd"));
  }

  private static boolean worksIn(ProcessHandle process, Path directory) {
    try {
      var place = Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"));
      return place.equals(directory.toRealPath());
    } catch (IOException thrown) {
      // Gone by now, somebody else's, or the directory is not there yet: not ours.
      return false;
    }
  }

  /// A process whose parent does not collect it stays listed after its death, as a zombie.
  private static boolean lives(ProcessHandle process) {
    if (!process.isAlive()) {
      return false;
    }
    var stat = Path.of("/proc/" + process.pid() + "/stat");
    try {
      var line = Files.exists(stat) ? Files.readString(stat) : "";
      return !line.startsWith(") Z", line.lastIndexOf(')'));
    } catch (IOException thrown) {
      return process.isAlive();
    }
  }

  /// Returns a process and all that descend from it, itself first.
  ///
  /// @param pid its id; nothing when it is gone
  public static List<ProcessHandle> tree(long pid) {
    var tree = new ArrayList<ProcessHandle>();
    ProcessHandle.of(pid)
        .ifPresent(root -> {
          tree.add(root);
          root.descendants().forEach(tree::add);
        });
    return tree;
  }

  /// Sends a signal that Java has no word for.
  ///
  /// @param signal as the shell knows it: STOP, CONT
  /// @param processes to which; those gone by now are passed over
  public static void signal(String signal, List<ProcessHandle> processes) {
    if (processes.isEmpty()) {
      return;
    }
    var ids = processes.stream().map(process -> " " + process.pid()).collect(joining());
    var command = "kill -" + signal + ids;
    var result = Commands.run(List.of("sh", "-c", command), "");
    if (result.exit() != 0 && processes.stream().allMatch(Processes::lives)) {
      throw new EmbeddedServerException(command + " failed: " + result.output().strip());
    }
  }

  /// Waits until processes are gone.
  ///
  /// @param processes which
  /// @param limit longest wait
  /// @return whether they are
  public static boolean gone(List<ProcessHandle> processes, Duration limit) {
    var end = System.nanoTime() + limit.toNanos();
    while (processes.stream().anyMatch(Processes::lives)) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      pause();
    }
    return true;
  }

  /// Waits a moment before looking again.
  public static void pause() {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException thrown) {
      Thread.currentThread().interrupt();
      throw new EmbeddedServerException("interrupted while waiting for a server", thrown);
    }
  }

  /// Ends processes at once, without asking them, and waits until they are gone.
  ///
  /// @param processes which
  public static void kill(List<ProcessHandle> processes) {
    processes.forEach(ProcessHandle::destroyForcibly);
    if (!gone(processes, Duration.ofSeconds(10))) {
      throw new EmbeddedServerException("processes that do not end, though killed: " + processes);
    }
  }
}
