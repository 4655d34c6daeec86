package dev.peregrine.perf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The service as a process of its own, started as people start it.
final class ServiceProcess implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration BURIAL_LIMIT = Duration.ofSeconds(10);
  private static final int STOP_LIMIT_SECONDS = 60;
  private static final Pattern READY = Pattern.compile("ready after (\\d+\\.\\d) s");

  /// Vert.x tells of two seconds already; a machine with more to do than it can may keep a thread
  /// from running as long.
  private static final Pattern COMPLAINT =
      Pattern.compile(" ERROR |LEAK|has been blocked for ([5-9]\\d{3}|\\d{5,}) ms");

  /// Half of a time-out is how long statements may take before clients are turned away: as long as
  /// a starved machine may stand still.
  private static final List<String> PATIENT =
      List.of(
          "--set=postgres.reads.statementTimeout=9s",
          "--set=postgres.lists.statementTimeout=9s",
          "--set=postgres.writes.statementTimeout=9s",
          "--set=redis.timeout=1s");

  private static final Pattern API = Pattern.compile("API +(http://[\\d.:]+)/");
  private static final Pattern OPS = Pattern.compile("ops +(http://[\\d.:]+)/");

  private final ServiceHome home;
  private final Path output;
  private final Process process;

  private ServiceProcess(ServiceHome home, Path output, Process process) {
    this.home = home;
    this.output = output;
    this.process = process;
  }

  /// Starts it and waits until it is ready.
  ///
  /// @param javaOptions as in `PEREGRINE_JAVA_OPTIONS`
  static ServiceProcess start(ServiceHome home, String javaOptions) throws IOException {
    var output = Files.createTempFile(home.directory(), "output-", ".log");
    var script = home.directory().resolve("peregrine").toString();
    var builder =
        new ProcessBuilder("bash", script, "run", "--port", "0", "--ops-port", "0")
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.command().addAll(PATIENT);
    builder.environment().keySet().removeIf(name -> name.startsWith("PEREGRINE_"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("PEREGRINE_JAVA_OPTIONS", javaOptions);
    var service = new ServiceProcess(home, output, builder.start());
    try {
      await()
          .atMost(START_LIMIT)
          .until(() -> !service.process.isAlive() || service.output().contains("  stop "));
      assertThat(service.process.isAlive()).as(service.output()).isTrue();
      return service;
    } catch (Throwable thrown) {
      service.close();
      throw thrown;
    }
  }

  /// Returns everything it has printed.
  String output() throws IOException {
    return new String(Files.readAllBytes(output), UTF_8);
  }

  /// Returns the lines of an output that tell of errors, leaked buffers or blocked event loops.
  static List<String> complaints(String output) {
    return output.lines().filter(line -> COMPLAINT.matcher(line).find()).toList();
  }

  /// Returns how long the start took, from the JVM's start on, as it says itself.
  String readySeconds() throws IOException {
    return printed(READY);
  }

  URI api() throws IOException {
    return URI.create(printed(API));
  }

  URI ops() throws IOException {
    return URI.create(printed(OPS));
  }

  ServiceHome home() {
    return home;
  }

  long pid() {
    return process.pid();
  }

  /// Returns the options that the JVM was given, without those that name files.
  List<String> flags() {
    return Stream.of(process.info().arguments().orElse(new String[0]))
        .takeWhile(argument -> !argument.equals("-cp"))
        .filter(argument -> !argument.contains("/"))
        .toList();
  }

  /// Asks it to stop, as SIGTERM does, and waits until it has.
  ///
  /// @return its exit code, and the processes of it that are still there
  Stopped stop() throws IOException, InterruptedException {
    var all =
        Stream.of(home.servers().stream(), process.descendants(), Stream.of(process.toHandle()))
            .flatMap(found -> found)
            .toList();
    process.destroy();
    assertThat(process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)).as("stopped").isTrue();
    return new Stopped(process.exitValue(), all.size(), left(all));
  }

  /// Returns those that are still there when init has had the time to bury the dead.
  private static List<String> left(List<ProcessHandle> all) {
    var end = System.nanoTime() + BURIAL_LIMIT.toNanos();
    await()
        .atMost(BURIAL_LIMIT.multipliedBy(2))
        .until(() -> System.nanoTime() > end || all.stream().noneMatch(ProcessHandle::isAlive));
    return all.stream().filter(ProcessHandle::isAlive).map(ServiceProcess::described).toList();
  }

  /// How it ended.
  ///
  /// @param exitCode of the service
  /// @param processes how many there were, servers included
  /// @param left those that are still there
  record Stopped(int exitCode, int processes, List<String> left) {}

  /// Ends it and its servers, whatever state they are in.
  @Override
  public void close() throws IOException {
    if (!process.isAlive()) {
      return;
    }
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        home.servers().forEach(ProcessHandle::destroyForcibly);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }

  private String printed(Pattern pattern) throws IOException {
    var found = pattern.matcher(output());
    assertThat(found.find()).as("%s in %s", pattern, output()).isTrue();
    return found.group(1);
  }

  private static String described(ProcessHandle process) {
    return process.pid() + " " + process.info().commandLine().orElse("?");
  }
}
