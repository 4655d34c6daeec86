package dev.peregrine.launcher.internal.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Looks at the directories.
final class Disk {

  private static final long LEAST_FREE_BYTES = 1L << 30;

  private Disk() {}

  static Finding space(Path directory) {
    try {
      return space(directory, Files.getFileStore(directory).getUsableSpace());
    } catch (IOException unreadable) {
      return new Finding.Sick(
          directory + ": cannot be looked at (" + unreadable.getMessage() + ")",
          "start peregrine from its own directory, or set PEREGRINE_HOME to it");
    }
  }

  static Finding space(Path directory, long freeBytes) {
    var seen = (freeBytes >> 20) + " MiB free at " + directory;
    return freeBytes >= LEAST_FREE_BYTES
        ? new Finding.Well(seen)
        : new Finding.Sick(
            seen + " (expected: " + (LEAST_FREE_BYTES >> 20) + " MiB or more)",
            "free some space; the data of the embedded servers is in .peregrine");
  }

  static Finding writable(Path directory) {
    try {
      Files.createDirectories(directory);
      Files.delete(Files.createTempFile(directory, "doctor", ".tmp"));
      return new Finding.Well(directory + " is writable");
    } catch (IOException refused) {
      return new Finding.Sick(
          directory + ": not writable (" + refused.getClass().getSimpleName() + ")",
          "give your user the right to write there, or move what is in the way");
    }
  }

  static Finding readable(Path directory) {
    return Files.isDirectory(directory) && Files.isReadable(directory)
        ? new Finding.Well(directory + " is readable")
        : new Finding.Sick(
            directory + ": no directory that can be read",
            "start ./peregrine of the project, which knows where its conf is,"
                + " or set PEREGRINE_HOME");
  }
}
