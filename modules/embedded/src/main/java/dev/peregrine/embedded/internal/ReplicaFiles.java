package dev.peregrine.embedded.internal;

import dev.peregrine.embedded.EmbeddedServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Where a primary's replicas live: below its own directory, so that one lock holds them all.
public final class ReplicaFiles {

  /// Begins the name of every slot and of every replica's directory.
  private static final String PREFIX = "replica_";

  private ReplicaFiles() {}

  /// Returns the name of a replica's slot.
  ///
  /// @param number from 1
  public static String slot(int number) {
    return PREFIX + number;
  }

  /// Returns a pattern that every slot's name matches, for `like`.
  public static String allSlots() {
    return PREFIX.replace("_", "\\_") + "%";
  }

  /// Returns the directory of a replica.
  ///
  /// @param primary the primary's directory
  /// @param number from 1
  public static Path directory(Path primary, int number) {
    return primary.resolve(slot(number));
  }

  /// Tells whether a server, which need not run, has slots of ours.
  ///
  /// @param primary the primary's directory
  public static boolean hasSlots(Path primary) {
    return !named(primary.resolve("data").resolve("pg_replslot")).isEmpty();
  }

  /// Stops what an earlier process left, and deletes it: a replica is made anew at each start.
  ///
  /// @param binaries unpacked
  /// @param primary the primary's directory
  public static void endLeftovers(Path binaries, Path primary) {
    named(primary).forEach(directory -> end(binaries, directory));
  }

  private static void end(Path binaries, Path directory) {
    var process = PostgresProcess.replica(binaries, directory, 0, "");
    process.stop();
    process.kill();
    delete(directory);
  }

  /// Deletes a replica's files.
  ///
  /// @param directory where they are; its server does not run any more
  public static void delete(Path directory) {
    try {
      Directories.delete(directory);
    } catch (IOException thrown) {
      throw new EmbeddedServerException(directory + " could not be deleted", thrown);
    }
  }

  private static List<Path> named(Path directory) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var entries = Files.list(directory)) {
      return entries.filter(path -> String.valueOf(path.getFileName()).startsWith(PREFIX)).toList();
    } catch (IOException thrown) {
      throw new EmbeddedServerException(directory + " could not be read", thrown);
    }
  }
}
