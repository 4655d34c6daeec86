package dev.peregrine.launcher.internal.cluster;

import dev.peregrine.launcher.internal.cli.StopSignal;
import dev.peregrine.launcher.internal.cli.UnavailableException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// N nodes on this machine, each a process of its own.
///
/// One that ends is told of and not started again: whoever runs this wants to see what the others
/// do. Blocks the main thread.
public final class NodeProcesses implements AutoCloseable {

  private static final Duration READY_LIMIT = Duration.ofMinutes(2);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(25);

  private final List<NodeProcess> nodes = new ArrayList<>();
  private final StopSignal stop;
  private final PrintWriter out;

  /// Prepares to start some.
  ///
  /// @param stop says when to end
  /// @param out what people read
  public NodeProcesses(StopSignal stop, PrintWriter out) {
    this.stop = stop;
    this.out = out;
  }

  /// Starts them: the first alone, since it makes the cluster that the others join.
  ///
  /// @param commands one a node
  /// @param environment variables to set for each
  /// @throws UnavailableException if one ends before it is ready, or is not ready in time
  public void start(List<List<String>> commands, Map<String, String> environment) {
    for (var command : commands) {
      var node = NodeProcess.start(nodes.size() + 1, command, environment, out);
      nodes.add(node);
      if (nodes.size() == 1) {
        awaitReady(node);
      }
    }
    nodes.forEach(this::awaitReady);
  }

  private void awaitReady(NodeProcess node) {
    var outcome = CompletableFuture.anyOf(node.ready(), stop.wish());
    try {
      var _ = outcome.get(READY_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException ended) {
      throw new UnavailableException("node " + node.number() + " ended before it was ready", ended);
    } catch (TimeoutException late) {
      throw new UnavailableException(
          "node " + node.number() + " is not ready after " + READY_LIMIT.toSeconds() + " s", late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted", interrupted);
    }
  }

  /// Prints where each is.
  public void print() {
    for (var node : nodes) {
      var at = node.ready().getNow(new NodeProcess.Addresses("?", "?"));
      out.println(
          "  node %-3d API %s   ops %s   pid %d"
              .formatted(node.number(), at.api(), at.ops(), node.pid()));
    }
  }

  /// Returns where the first node's service is.
  public String api() {
    return nodes.getFirst().ready().join().api();
  }

  /// Waits until it is to stop, and tells of each that ends before.
  ///
  /// @throws UnavailableException if all have ended
  public void await() {
    var ends =
        nodes.stream().map(node -> node.ended().thenAccept(code -> ended(node, code))).toList();
    var all = CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
    try {
      CompletableFuture.anyOf(all, stop.wish()).join();
    } catch (CompletionException thrown) {
      throw new IllegalStateException(thrown);
    }
    if (!stop.requested()) {
      throw new UnavailableException("every node has ended", null);
    }
  }

  private void ended(NodeProcess node, int code) {
    if (!stop.requested()) {
      out.println(
          "node %d (pid %d) ended with %d; the others go on, and it is not started again"
              .formatted(node.number(), node.pid(), code));
      out.flush();
    }
  }

  /// Drains and ends all, at the same time.
  @Override
  public void close() {
    var ends =
        nodes.stream().map(node -> CompletableFuture.runAsync(() -> end(node), NodeProcesses::run));
    CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).join();
  }

  private static void run(Runnable task) {
    Thread.ofVirtual().start(task);
  }

  private void end(NodeProcess node) {
    try {
      if (!node.stop(DRAIN_LIMIT)) {
        out.println("node " + node.number() + " did not drain: ended by force");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
