package dev.peregrine.perf.internal;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// A server in a process of its own, with the same JVM and flags as this one.
final class Contestant implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final int STOP_LIMIT_SECONDS = 40;
  private static final int POLL_MS = 50;
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");
  private static final double KIB_IN_MIB = 1024;

  private final Process process;
  private final Path output;
  private final AtExit atExit;

  private Contestant(Process process, Path output) {
    this.process = process;
    this.output = output;
    this.atExit = new AtExit(process::destroy);
  }

  /// Starts one.
  ///
  /// @param home its working directory and, for the service, where its data goes
  /// @param name of the file below home that takes its output
  /// @param command the main class and its arguments
  static Contestant start(Path home, String name, List<String> command) throws IOException {
    return start(home, name, flags(), command);
  }

  /// Starts one with other flags.
  ///
  /// @param home its working directory and, for the service, where its data goes
  /// @param name of the file below home that takes its output
  /// @param flags of its JVM
  /// @param command the main class and its arguments
  static Contestant start(Path home, String name, List<String> flags, List<String> command)
      throws IOException {
    var output = home.resolve(name + ".log");
    var line = new ArrayList<String>();
    line.add(ProcessHandle.current().info().command().orElse("java"));
    line.addAll(flags);
    line.addAll(List.of("-cp", System.getProperty("java.class.path")));
    line.addAll(command);
    var builder = new ProcessBuilder(line).redirectErrorStream(true).directory(home.toFile());
    builder.environment().put("PEREGRINE_HOME", home.toString());
    return new Contestant(builder.redirectOutput(output.toFile()).start(), output);
  }

  /// Returns the options of this JVM that decide about speed.
  static List<String> flags() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(
            flag -> !flag.contains("SharedArchiveFile") && !flag.contains("ArchiveClassesAtExit"))
        .filter(flag -> !flag.startsWith("-Xlog") && !flag.startsWith("-agent"))
        .toList();
  }

  /// Waits until it has printed something.
  ///
  /// @param pattern with one group
  /// @return what the group matched
  /// @throws IllegalStateException if it ends or takes too long, with its output
  String printed(Pattern pattern) throws IOException, InterruptedException {
    var end = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      var found = pattern.matcher(Files.readString(output));
      if (found.find()) {
        return found.group(1);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MS);
    }
    throw new IllegalStateException("did not start:\n" + Files.readString(output));
  }

  /// Waits until it has done what it was started for.
  ///
  /// @param limit how long at most
  /// @throws IllegalStateException if it fails or takes too long, with its output
  void done(Duration limit) throws IOException, InterruptedException {
    if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException("did not end well:\n" + Files.readString(output));
    }
  }

  Duration processorTime() {
    return ProcessorTime.of(process.toHandle());
  }

  /// Returns how much of its memory is in RAM, as Linux counts it.
  double residentMib() throws IOException {
    var status = Files.readString(Path.of("/proc/" + process.pid() + "/status"));
    var found = RESIDENT.matcher(status);
    return found.find() ? Long.parseLong(found.group(1)) / KIB_IN_MIB : Double.NaN;
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try (atExit) {
      if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }
}
