package dev.peregrine.embedded.internal;

import dev.peregrine.embedded.EmbeddedServerException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/// A server's directory, held by this process until it closes the lock or ends, however it ends.
public final class DirectoryLock implements AutoCloseable {

  private final FileChannel channel;
  private final Path owner;

  private DirectoryLock(FileChannel channel, Path owner) {
    this.channel = channel;
    this.owner = owner;
  }

  /// Takes a directory; makes it when absent.
  ///
  /// @param directory which
  /// @param server what lives there, for the message
  /// @throws EmbeddedServerException if a live process holds it, this one included
  public static DirectoryLock take(Path directory, String server) {
    // Closing any channel of a file gives up every lock that this process has on it: so a process
    // that holds the lock must notice before it opens the file a second time.
    synchronized (DirectoryLock.class) {
      try {
        Files.createDirectories(directory);
        var owner = directory.resolve("owner");
        if (Files.exists(owner) && Files.readString(owner).equals(self())) {
          throw held(directory, server, "this process");
        }
        return take(directory, server, owner);
      } catch (IOException thrown) {
        throw new EmbeddedServerException(
            directory + " could not be locked for the embedded " + server, thrown);
      }
    }
  }

  private static DirectoryLock take(Path directory, String server, Path owner) throws IOException {
    var channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      channel.close();
      var who = Files.exists(owner) ? "process " + Files.readString(owner) : "another process";
      throw held(directory, server, who);
    }
    Files.writeString(owner, self());
    return new DirectoryLock(channel, owner);
  }

  /// Tells whether it was not closed yet.
  public boolean isHeld() {
    return channel.isOpen();
  }

  /// Refuses to touch a directory that another process may have by now.
  ///
  /// @param server what lives there, for the message
  /// @throws IllegalStateException if the lock was closed
  public void requireHeld(String server) {
    if (!isHeld()) {
      throw new IllegalStateException("the embedded " + server + " was closed: start another one");
    }
  }

  /// Gives the directory up; once.
  @Override
  public void close() {
    synchronized (DirectoryLock.class) {
      if (!isHeld()) {
        return;
      }
      try (channel) {
        Files.deleteIfExists(owner);
      } catch (IOException thrown) {
        throw new EmbeddedServerException(owner + " could not be released", thrown);
      }
    }
  }

  private static EmbeddedServerException held(Path directory, String server, String who) {
    return new EmbeddedServerException(
        directory
            + " is in use by "
            + who
            + ": stop that one first, or give this embedded "
            + server
            + " a directory of its own");
  }

  /// Process ids come back; with the time of its start, one names one process.
  private static String self() {
    var process = ProcessHandle.current();
    var since = process.info().startInstant().orElse(Instant.EPOCH);
    return process.pid() + " (running since " + since + ")";
  }
}
