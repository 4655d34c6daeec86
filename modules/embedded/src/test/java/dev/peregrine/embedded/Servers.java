package dev.peregrine.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The server processes that are at work below a directory; Linux only.
final class Servers {

  static final Path BINARIES = Path.of("target", "servers");

  private Servers() {}

  static List<String> at(Path directory) {
    return ProcessHandle.allProcesses()
        .filter(process -> worksBelow(process, directory))
        .map(process -> process.pid() + " " + process.info().command().orElse("?"))
        .toList();
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
