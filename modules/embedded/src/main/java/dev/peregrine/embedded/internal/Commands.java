package dev.peregrine.embedded.internal;

import dev.peregrine.embedded.EmbeddedServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Programs that are run to their end.
public final class Commands {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private Commands() {}

  /// How a program ended.
  ///
  /// @param exit 0 when it did what it should
  /// @param output what it said, both streams
  public record Result(int exit, String output) {}

  /// Runs a program to its end, at most two minutes.
  ///
  /// @param command the program and its arguments
  /// @param input what it reads
  /// @throws EmbeddedServerException if it cannot be run or takes too long
  public static Result run(List<String> command, String input) {
    try {
      var in = Files.createTempFile("peregrine-", ".in");
      var out = Files.createTempFile("peregrine-", ".out");
      try {
        Files.writeString(in, input);
        return run(command, in, out);
      } finally {
        Files.deleteIfExists(in);
        Files.deleteIfExists(out);
      }
    } catch (IOException thrown) {
      throw new EmbeddedServerException(command.getFirst() + " could not be run", thrown);
    }
  }

  /// Files, not pipes: a pipe would stay open in a server that the program leaves behind.
  private static Result run(List<String> command, Path in, Path out) throws IOException {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectInput(in.toFile()).redirectOutput(out.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    var process = builder.start();
    try {
      if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new EmbeddedServerException(
            String.join(" ", command) + " did not end within " + LIMIT.toSeconds() + " s");
      }
    } catch (InterruptedException thrown) {
      Thread.currentThread().interrupt();
      throw new EmbeddedServerException("interrupted while " + command.getFirst() + " ran", thrown);
    } finally {
      process.destroyForcibly();
    }
    return new Result(process.exitValue(), Files.readString(out));
  }
}
