package dev.peregrine.testkit.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;

/// A numbered directory that one JVM has at a time. Numbers come again, so that servers whose JVM
/// was killed are found, and stopped, by the next one.
final class Slot implements AutoCloseable {

  private static final int MOST = 64;

  private final FileChannel lock;
  private final Path directory;

  private Slot(FileChannel lock, Path directory) {
    this.lock = lock;
    this.directory = directory;
  }

  static Slot take(Path parent) {
    try {
      Files.createDirectories(parent);
      for (var number = 0; number < MOST; number++) {
        var lock =
            FileChannel.open(
                parent.resolve(number + ".lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        if (lock.tryLock() != null) {
          return new Slot(lock, parent.resolve(Integer.toString(number)));
        }
        lock.close();
      }
    } catch (IOException thrown) {
      throw new UncheckedIOException(thrown);
    }
    throw new IllegalStateException(parent + ": all " + MOST + " slots are in use");
  }

  Path directory() {
    return directory;
  }

  /// Deletes the directory and lets another JVM have the number.
  @Override
  public void close() {
    try (lock) {
      if (Files.exists(directory)) {
        for (var path : deepestFirst()) {
          Files.delete(path);
        }
      }
    } catch (IOException thrown) {
      throw new UncheckedIOException(thrown);
    }
  }

  private List<Path> deepestFirst() throws IOException {
    try (var paths = Files.walk(directory)) {
      return paths.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
