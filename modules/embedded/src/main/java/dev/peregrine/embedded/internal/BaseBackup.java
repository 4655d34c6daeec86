package dev.peregrine.embedded.internal;

import dev.peregrine.embedded.EmbeddedServerException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Set;

/// Copies the data of a server that runs, so that another one can follow it: what `pg_basebackup`
/// does, which the binaries come without.
public final class BaseBackup {

  /// Made anew by the copy's own server; Postgres documentation, section "Making a Base Backup".
  private static final Set<String> EMPTIED =
      Set.of(
          "pg_wal",
          "pg_replslot",
          "pg_dynshmem",
          "pg_notify",
          "pg_serial",
          "pg_snapshots",
          "pg_stat_tmp",
          "pg_subtrans");

  private static final Set<String> LEFT_OUT = Set.of("postmaster.pid", "postmaster.opts");

  private BaseBackup() {}

  /// Copies a server's data.
  ///
  /// @param primary the server, which runs
  /// @param from its data directory
  /// @param to a directory that is not there yet
  /// @param slot from now on the primary keeps its log for who follows it by this name
  public static void take(PrimarySession primary, Path from, Path to, String slot) {
    try {
      primary.dropSlots(slot);
      primary.run("select pg_create_physical_replication_slot('" + slot + "', true)");
      // The backup ends with the session that began it, so there is nothing to undo on a failure.
      primary.run("select pg_backup_start('" + slot + "', true)");
      Files.createDirectories(to.getParent());
      copy(from, to);
      var label = primary.text("select labelfile from pg_backup_stop(false)");
      Files.createDirectories(to.resolve("pg_wal/archive_status"));
      Files.createDirectories(to.resolve("pg_wal/summaries"));
      Files.writeString(to.resolve("backup_label"), label);
      Files.writeString(to.resolve("standby.signal"), "");
    } catch (IOException | SQLException thrown) {
      throw new EmbeddedServerException(
          "the data in " + from + " could not be copied for a replica", thrown);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    var ownersOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectory(to.resolve(from.relativize(directory).toString()), ownersOnly);
            var emptied = EMPTIED.contains(from.relativize(directory).toString());
            return emptied ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            var name = from.relativize(file).toString();
            if (LEFT_OUT.contains(name)) {
              return FileVisitResult.CONTINUE;
            }
            try {
              Files.copy(file, to.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
            } catch (NoSuchFileException goneByNow) {
              // The server deleted it meanwhile; its log, which the copy replays, says so, too.
              return FileVisitResult.CONTINUE;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException thrown) throws IOException {
            if (thrown instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw thrown;
          }
        });
  }
}
