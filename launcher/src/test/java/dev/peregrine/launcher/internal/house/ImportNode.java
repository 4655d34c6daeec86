package dev.peregrine.launcher.internal.house;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A node in a process of its own, which can be killed.
final class ImportNode implements AutoCloseable {

  private static final int BURIAL_SECONDS = 30;
  private static final String TOLD = "> ";

  private final Process process;
  private final Web api;

  /// Starts one and waits until it answers.
  ///
  /// @param home its directory
  /// @param postgres where its data is
  /// @param redis where its cache is
  /// @param chunkRows lines that it writes at a time
  ImportNode(Path home, URI postgres, URI redis, int chunkRows) {
    var classes =
        String.join(
            File.pathSeparator,
            "target/test-classes",
            System.getProperty("java.class.path", ""),
            System.getProperty("jdk.module.path", ""));
    try {
      process =
          new ProcessBuilder(
                  ProcessHandle.current().info().command().orElseThrow(),
                  "-Xmx256m",
                  "-XX:+UseSerialGC",
                  "-cp",
                  classes,
                  ImportNode.class.getName(),
                  home.toString(),
                  postgres.toString(),
                  redis.toString(),
                  Integer.toString(chunkRows))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      api = new Web(URI.create(told(process.inputReader(StandardCharsets.UTF_8))));
    } catch (IOException thrown) {
      throw new UncheckedIOException(thrown);
    }
  }

  private static String told(BufferedReader output) throws IOException {
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(TOLD)) {
        return line.substring(TOLD.length());
      }
    }
    throw new IOException("the node ended before it answered");
  }

  Web api() {
    return api;
  }

  /// Ends it as a power cut does.
  void kill() {
    process.destroyForcibly();
    try {
      if (!process.waitFor(BURIAL_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a killed process lives");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void close() {
    api.close();
    kill();
  }

  /// Runs in the other process, until that is killed or its parent is gone.
  static void main(String[] arguments) throws IOException {
    var usual = RunningHouse.on(URI.create(arguments[1]), URI.create(arguments[2]));
    var bulk = Knobs.with(usual.customers().bulk(), "chunkRows", Integer.parseInt(arguments[3]));
    var config = RunningHouse.with(usual, Knobs.with(usual.customers(), "bulk", bulk));
    try (var house = RunningHouse.start(Path.of(arguments[0]), config)) {
      System.out.println(TOLD + house.api().address());
      var _ = System.in.read();
    }
  }
}
