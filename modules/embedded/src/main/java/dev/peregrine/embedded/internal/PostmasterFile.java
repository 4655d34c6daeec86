package dev.peregrine.embedded.internal;

import dev.peregrine.embedded.EmbeddedServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// What a Postgres writes about itself into its data directory while it runs.
///
/// @param pid of its first process
/// @param port of 127.0.0.1
/// @param ready whether it answers
public record PostmasterFile(long pid, int port, boolean ready) {

  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;

  /// Returns that of the Postgres that runs on a data directory now.
  ///
  /// @param data the directory
  /// @return nothing when none does, though the file of one that was killed be there
  public static Optional<PostmasterFile> ofRunning(Path data) {
    try {
      var lines = Files.readAllLines(data.resolve("postmaster.pid"));
      if (lines.size() <= PORT_LINE) {
        return Optional.empty();
      }
      var pid = Long.parseLong(lines.getFirst().strip());
      var port = Integer.parseInt(lines.get(PORT_LINE).strip());
      var ready = lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
      return Processes.isServer(pid, "postgres", data)
          ? Optional.of(new PostmasterFile(pid, port, ready))
          : Optional.empty();
    } catch (NoSuchFileException thrown) {
      return Optional.empty();
    } catch (IOException thrown) {
      throw new EmbeddedServerException(data + " could not be read", thrown);
    }
  }
}
