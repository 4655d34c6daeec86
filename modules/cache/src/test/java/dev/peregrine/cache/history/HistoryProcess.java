package dev.peregrine.cache.history;

import static dev.peregrine.testkit.Awaiting.await;

import dev.peregrine.testkit.OtherJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/// A node in a JVM of its own, with sessions that read and write until they are stopped.
final class HistoryProcess implements AutoCloseable {

  private static final int SESSIONS = 3;
  private static final int HEAP_MIB = 128;

  private final Path log;
  private final OtherJvm jvm;

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
    jvm =
        OtherJvm.start(
            HistoryProcess.class,
            HEAP_MIB,
            plan.redis().toString(),
            plan.namespace(),
            plan.jdbcUrl(),
            Long.toString(plan.seed()),
            plan.staleAtMost().toString(),
            Integer.toString(number),
            log.toString());
  }

  /// Tells whether it has proof; waits until it has started.
  boolean coherent() {
    return jvm.ask("coherent").equals("true");
  }

  /// Starts its sessions.
  void go() {
    var _ = jvm.ask("go");
  }

  /// Returns the versions that it reads, by key.
  String versions() {
    return jvm.ask("read");
  }

  /// Stops its sessions.
  ///
  /// @return what they saw
  List<Operation> stop() {
    var _ = jvm.ask("stop");
    try (var lines = Files.lines(log)) {
      return lines.map(Operation::parse).toList();
    } catch (IOException thrown) {
      throw new UncheckedIOException(thrown);
    }
  }

  /// Freezes it, as a long pause of the collector or of the machine would.
  void pause() {
    jvm.freeze();
  }

  void resume() {
    jvm.thaw();
  }

  /// Ends it as a power cut does, if it has not ended yet.
  void kill() {
    jvm.kill();
  }

  @Override
  public void close() {
    jvm.close();
  }

  /// Runs the node until there are no more questions.
  ///
  /// @param args as above
  static void main(String... args) throws Exception {
    try (var source = new VersionSource(args[2]);
        var node = new HistoryNode(URI.create(args[0]), args[1], source, Duration.parse(args[4]))) {
      var sessions = new ArrayList<Session>();
      for (var n = 0; n < SESSIONS; n++) {
        var seed = Long.parseLong(args[3]) * SESSIONS + n;
        sessions.add(new Session(node, Integer.parseInt(args[5]), seed));
      }
      // Daemons, so that it ends even when nobody has stopped them.
      var threads = sessions.stream().map(Thread.ofPlatform().daemon()::unstarted).toList();
      OtherJvm.answer(question ->
          switch (question) {
            case "go" -> go(threads);
            case "read" -> read(node);
            case "stop" -> stop(sessions, threads, Path.of(args[6]));
            default -> Boolean.toString(node.coherent());
          });
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
