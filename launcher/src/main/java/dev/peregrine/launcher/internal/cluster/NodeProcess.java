package dev.peregrine.launcher.internal.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;

/// One node in a process of its own; what it says is passed on, with its number before each line.
final class NodeProcess {

  private static final Pattern ADDRESS = Pattern.compile("^  (API|ops) +(http://[^/\\s]+).*");
  private static final String LAST_LINE = "  stop ";
  private static final int LONGEST_LINE = 10_000;

  private final int number;
  private final Process process;
  private final PrintWriter out;
  private final AtomicReference<Addresses> told = new AtomicReference<>(new Addresses("", ""));
  private final CompletableFuture<Addresses> ready = new CompletableFuture<>();
  private final Thread reader;

  /// Where a node is served, as it told.
  ///
  /// @param api of the service
  /// @param ops of operators
  record Addresses(String api, String ops) {}

  private NodeProcess(int number, Process process, PrintWriter out) {
    this.number = number;
    this.process = process;
    this.out = out;
    this.reader = Thread.ofVirtual().name("node-" + number).unstarted(this::read);
  }

  /// Starts one.
  ///
  /// @param number from 1
  /// @param command what to run
  /// @param environment variables to set
  /// @param out takes what it says
  static NodeProcess start(
      int number, List<String> command, Map<String, String> environment, PrintWriter out) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      var started = builder.start();
      started.getOutputStream().close();
      var node = new NodeProcess(number, started, out);
      node.reader.start();
      return node;
    } catch (IOException thrown) {
      throw new UncheckedIOException("node " + number + " cannot be started", thrown);
    }
  }

  int number() {
    return number;
  }

  long pid() {
    return process.pid();
  }

  /// Returns where it is served, once it is; failed when it ended before.
  CompletableFuture<Addresses> ready() {
    return ready;
  }

  /// Returns its exit code, once it has ended and all that it said is passed on.
  CompletableFuture<Integer> ended() {
    return process
        .onExit()
        .thenApply(ended -> {
          awaitReader();
          return ended.exitValue();
        });
  }

  /// Asks it to drain and end; ends it after a while.
  ///
  /// @return whether it ended by itself
  boolean stop(Duration patience) throws InterruptedException {
    // Not process.destroy(): that closes the pipe in which its last words are.
    var _ = process.toHandle().destroy();
    if (process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      return true;
    }
    process.destroyForcibly().waitFor();
    return false;
  }

  private void awaitReader() {
    try {
      var _ = reader.join(Duration.ofSeconds(5));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        heard(line);
      }
    } catch (IOException gone) {
      out.println("node " + number + " | (its output ended: " + gone.getMessage() + ")");
    } finally {
      ready.completeExceptionally(
          new IllegalStateException("node " + number + " ended before it was ready"));
    }
  }

  /// Its banner tells where it is; all else is for people.
  private void heard(String line) {
    if (!ready.isDone() && (line.isBlank() || line.startsWith("  "))) {
      var address = ADDRESS.matcher(line);
      if (address.matches()) {
        var before = told.get();
        told.set(
            address.group(1).equals("API")
                ? new Addresses(address.group(2), before.ops())
                : new Addresses(before.api(), address.group(2)));
      }
      if (line.startsWith(LAST_LINE)) {
        ready.complete(told.get());
      }
    } else if (!line.isBlank()) {
      var shown = line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…";
      out.println("node " + number + " | " + shown);
    }
  }
}
