package dev.peregrine.launcher.internal.house;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.peregrine.launcher.Main;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/// The command `cluster 2` in a process, whose nodes are processes too, at free ports.
final class RunningCluster implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final int STOP_LIMIT_SECONDS = 60;
  private static final Pattern NODE =
      Pattern.compile("  node [0-9] +API (http://\\S+) +ops (http://\\S+) +pid ([0-9]+)");

  private final Path home;
  private final Process process;
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final Thread listener;

  /// One node.
  ///
  /// @param api its service
  /// @param ops its operators' port
  /// @param process itself
  record Node(Web api, Web ops, ProcessHandle process) {}

  private RunningCluster(Path home, Process process) {
    this.home = home;
    this.process = process;
    this.listener = Thread.ofVirtual().start(() -> listen(process, said));
  }

  /// Starts one on servers that run already, and waits until it says that it is ready. Its members'
  /// ports are chosen before they are bound: if somebody took one meanwhile, others are chosen.
  static RunningCluster start(Path home, Map<String, String> environment, String... options)
      throws InterruptedException {
    for (var tries = 1; ; tries++) {
      try {
        return startOnce(home, environment, options);
      } catch (AssertionError thrown) {
        if (tries == 3 || !thrown.getMessage().contains("(expected: a free port)")) {
          throw thrown;
        }
      }
    }
  }

  private static RunningCluster startOnce(
      Path home, Map<String, String> environment, String... options) throws InterruptedException {
    var command = java(Path.of("../conf/logging.xml").toAbsolutePath(), classPath(""));
    command.add(Main.class.getName());
    command.addAll(List.of("cluster", "2"));
    for (var key : List.of("http.port", "ops.port", "cluster.port")) {
      command.addAll(List.of("--set", key + "=0"));
    }
    command.addAll(Arrays.asList(options));
    var all = new HashMap<>(environment);
    all.put("PEREGRINE_HOME", home.toString());
    var cluster = new RunningCluster(home, run(command, all));
    try {
      Awaitility.await()
          .atMost(START_LIMIT)
          .until(() -> cluster.hasSaid("  stop ") || !cluster.process.isAlive());
    } finally {
      if (!cluster.hasSaid("  stop ")) {
        cluster.process.destroy();
      }
    }
    if (!cluster.process.isAlive()) {
      cluster.awaitLastWords();
      throw new AssertionError("it ended: " + cluster.said);
    }
    return cluster;
  }

  /// Returns the nodes, in their order.
  List<Node> nodes() {
    return NODE.matcher(all()).results().map(RunningCluster::node).toList();
  }

  /// Returns where the caught mail is shown.
  Web mailbox() {
    return new Web(URI.create(told("  mailbox  (http://[^/]+)/mail")));
  }

  /// Returns where members are found.
  List<String> members() {
    return List.of(told("  bus +cluster \"[^\"]*\" at (.*)").split(", ", -1));
  }

  boolean hasSaid(String text) {
    return all().contains(text);
  }

  /// Asks it to stop as a terminal does, and waits until it has.
  void stop() throws InterruptedException {
    var _ = process.toHandle().destroy();
    if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("it did not stop: " + said);
    }
    awaitLastWords();
    if (hasSaid("LEAK: ")) {
      throw new AssertionError("a buffer was lost: " + said);
    }
  }

  /// Runs a source file on the libraries alone, without anything of the project.
  Process runAlone(Path source, String... arguments) {
    var command = java(home.resolve("none.xml"), classPath("peregrine-|target/(test-)?classes"));
    command.add(source.toString());
    command.addAll(List.of(arguments));
    return run(command, Map.of());
  }

  /// Collects what a process says.
  @CanIgnoreReturnValue
  static List<String> listen(Process process, List<String> said) {
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(said::add);
    } catch (IOException | UncheckedIOException gone) {
      said.add("(" + gone + ")");
    }
    return said;
  }

  @Override
  public void close() {
    var children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
  }

  /// What it said last may be in the pipe when it has ended.
  private void awaitLastWords() throws InterruptedException {
    var _ = listener.join(Duration.ofSeconds(STOP_LIMIT_SECONDS));
  }

  private String all() {
    return String.join("\n", said);
  }

  private String told(String pattern) {
    var found = Pattern.compile("(?m)^" + pattern + "$").matcher(all());
    if (!found.find()) {
      throw new AssertionError(pattern + ": not in " + said);
    }
    return found.group(1);
  }

  private static Node node(MatchResult line) {
    return new Node(
        new Web(URI.create(line.group(1))),
        new Web(URI.create(line.group(2))),
        ProcessHandle.of(Long.parseLong(line.group(3))).orElseThrow());
  }

  private static Process run(List<String> command, Map<String, String> environment) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("PEREGRINE_"));
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException thrown) {
      throw new UncheckedIOException(thrown);
    }
  }

  private static List<String> java(Path logging, String classPath) {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dlogback.configurationFile=" + logging,
            "-Dhazelcast.logging.type=slf4j",
            // Nodes are started with the options of the command.
            "-Dio.netty.leakDetection.level=paranoid",
            "-cp",
            classPath));
  }

  private static String classPath(String without) {
    var unwanted = Pattern.compile(without);
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> without.isEmpty() || !unwanted.matcher(entry).find())
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
