package dev.peregrine.perf.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// Directories that a run made for itself.
final class Directories {

  private Directories() {}

  /// Deletes one with all that is in it; links are deleted, not followed.
  static void delete(Path directory) throws IOException {
    try (var all = Files.walk(directory)) {
      for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
