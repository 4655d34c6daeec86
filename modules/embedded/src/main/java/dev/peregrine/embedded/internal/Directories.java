package dev.peregrine.embedded.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/// Whole directories.
public final class Directories {

  private Directories() {}

  /// Deletes a directory and what is in it, if it is there.
  ///
  /// @param directory which; links in it are deleted, not followed
  public static void delete(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    List<Path> deepestFirst;
    try (var paths = Files.walk(directory)) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (var path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }
}
