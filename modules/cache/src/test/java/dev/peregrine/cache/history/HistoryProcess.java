package dev.peregrine.cache.history;

import static dev.peregrine.testkit.Awaiting.await;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/// A node in a JVM of its own, with sessions that read and write until they are stopped.
final class HistoryProcess implements AutoCloseable {

  private static final int SESSIONS = 3;
  private static final int STOP_LIMIT_SECONDS = 30;

  private final Path log;
  private final Process process;
  private final PrintWriter asks;
  private final BufferedReader answers;

  /// What a node is to be.
  ///
  /// @param redis where it finds Redis
  /// @param namespace of the keys there
  /// @param jdbcUrl where it finds the source
  /// @param seed of its sessions
  /// @param staleAtMost its bound
  record Plan(URI redis, String namespace, String jdbcUrl, long seed, Duration staleAtMost) {}

  HistoryProcess(int number, Plan plan, Path directory) {
    log = directory.resolve("history-" + number);
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
                  "-Xmx128m",
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  classes,
                  HistoryProcess.class.getName(),
                  plan.redis().toString(),
                  plan.namespace(),
                  plan.jdbcUrl(),
                  Long.toString(plan.seed()),
                  plan.staleAtMost().toString(),
                  Integer.toString(number),
                  log.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException thrown) {
      throw new UncheckedIOException(thrown);
    }
    asks = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /// Tells whether it has proof; waits until it has started.
  boolean coherent() {
    return ask("coherent").equals("true");
  }

  /// Starts its sessions.
  void go() {
    var _ = ask("go");
  }

  /// Returns the versions that it reads, by key.
  String versions() {
    return ask("read");
  }

  /// Stops its sessions.
  ///
  /// @return what they saw
  List<Operation> stop() {
    var _ = ask("stop");
    try (var lines = Files.lines(log)) {
      return lines.map(Operation::parse).toList();
    } catch (IOException thrown) {
      throw new UncheckedIOException(thrown);
    }
  }

  /// Freezes it, as a long pause of the collector or of the machine would.
  void pause() {
    signal("-STOP");
  }

  void resume() {
    signal("-CONT");
  }

  private void signal(String which) {
    try {
      new ProcessBuilder("kill", which, Long.toString(process.pid())).start().waitFor();
    } catch (IOException thrown) {
      throw new UncheckedIOException(thrown);
    } catch (InterruptedException thrown) {
      Thread.currentThread().interrupt();
    }
  }

  private String ask(String question) {
    asks.println(question);
    try {
      var line = answers.readLine();
      while (line != null && !line.startsWith("> ")) {
        line = answers.readLine();
      }
      if (line == null) {
        throw new AssertionError("the node is gone");
      }
      return line.substring(2);
    } catch (IOException thrown) {
      throw new UncheckedIOException(thrown);
    }
  }

  @Override
  public void close() {
    resume();
    asks.close();
    try {
      if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException thrown) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  /// Runs the node until its input ends.
  ///
  /// @param args as above
  public static void main(String[] args) throws IOException, InterruptedException {
    try (var source = new VersionSource(args[2]);
        var node = new HistoryNode(URI.create(args[0]), args[1], source, Duration.parse(args[4]));
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      var sessions = new ArrayList<Session>();
      for (var n = 0; n < SESSIONS; n++) {
        var seed = Long.parseLong(args[3]) * SESSIONS + n;
        sessions.add(new Session(node, Integer.parseInt(args[5]), seed));
      }
      var threads = sessions.stream().map(Thread::new).toList();
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        var answer =
            switch (line) {
              case "go" -> go(threads);
              case "read" -> read(node);
              case "stop" -> stop(sessions, threads, Path.of(args[6]));
              default -> Boolean.toString(node.coherent());
            };
        System.out.println("> " + answer);
      }
    }
  }

  private static String go(List<Thread> threads) {
    threads.forEach(Thread::start);
    return "gone";
  }

  private static String read(HistoryNode node) {
    return LongStream.range(0, VersionSource.KEYS)
        .mapToObj(key -> await(node.cache().read(key, HistoryNode.soon())))
        .map(read -> Long.toString(read.value().orElseThrow().number()))
        .toList()
        .toString();
  }

  private static String stop(List<Session> sessions, List<Thread> threads, Path log)
      throws IOException, InterruptedException {
    sessions.forEach(Session::stop);
    for (var thread : threads) {
      thread.join();
    }
    var lines = sessions.stream().flatMap(one -> one.operations().stream()).map(Operation::text);
    Files.write(log, lines.toList());
    return "stopped";
  }
}
