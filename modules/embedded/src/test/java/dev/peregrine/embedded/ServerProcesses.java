package dev.peregrine.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The server processes that are at work below a directory; Linux only.
final class ServerProcesses {

  static final Path BINARIES = Path.of("target", "servers");

  private ServerProcesses() {}

  static List<Long> at(Path directory) {
    return ProcessHandle.allProcesses()
        .filter(process -> worksBelow(process, directory))
        .map(ProcessHandle::pid)
        .toList();
  }

  static void kill(Path directory) {
    at(directory).forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
  }

  /// Servers lead sessions of their own: a terminal's interrupt goes to the session in front.
  static long sessionOf(long pid) throws IOException {
    var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    // After the name in brackets: state, parent, process group, session.
    return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[3]);
  }

  private static boolean worksBelow(ProcessHandle process, Path directory) {
    try {
      var place = Files.readSymbolicLink(Path.of("/proc/" + process.pid() + "/cwd"));
      return place.startsWith(directory.toRealPath());
    } catch (IOException thrown) {
      return false;
    }
  }
}
