package dev.peregrine.launcher.internal.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file that appears when it is whole. Blocks.
final class WholeFile {

  private WholeFile() {}

  /// Writes what goes into a file.
  @FunctionalInterface
  interface Content {

    /// Writes all of it.
    void writeTo(OutputStream out) throws IOException;
  }

  /// Writes a file, beside its place first, and tells when it cannot be written.
  ///
  /// @return the exit code
  static int write(Path file, Content content, PrintWriter err) throws IOException {
    var partial = file.resolveSibling(file.getFileName() + ".part");
    try {
      try (var out = new BufferedOutputStream(Files.newOutputStream(partial))) {
        content.writeTo(out);
      }
      var _ = Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileSystemException thrown) {
      err.println("peregrine: " + thrown.getFile() + ": cannot be written");
      return ExitCode.CANNOT_CREATE;
    } finally {
      Files.deleteIfExists(partial);
    }
    return ExitCode.OK;
  }
}
