package dev.peregrine.cache;

import static dev.peregrine.testkit.Awaiting.await;

import dev.peregrine.testkit.Leaks;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A node in a JVM of its own, which answers on its standard output what it is asked on its input.
final class OtherProcess implements AutoCloseable {

  private static final int STOP_LIMIT_SECONDS = 30;

  private final Process process;
  private final PrintWriter asks;
  private final BufferedReader answers;

  OtherProcess(URI redis, String namespace) {
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
                  "-cp",
                  classes,
                  OtherProcess.class.getName(),
                  redis.toString(),
                  namespace)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException thrown) {
      throw new UncheckedIOException(thrown);
    }
    asks = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /// Reads a key there: its value and the tier that had it.
  String read(long id) {
    return ask("read " + id);
  }

  /// Evicts a tag there.
  String evictTag(String tag) {
    return ask("evict " + tag);
  }

  private String ask(String question) {
    asks.println(question);
    try {
      var line = answers.readLine();
      while (line != null && !line.startsWith("> ")) {
        line = answers.readLine();
      }
      return Optional.ofNullable(line).orElse("it is gone");
    } catch (IOException thrown) {
      throw new UncheckedIOException(thrown);
    }
  }

  @Override
  public void close() {
    asks.close();
    try {
      if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      } else if (process.exitValue() != 0) {
        throw new AssertionError("exit code " + process.exitValue() + " (why, stands above)");
      }
    } catch (InterruptedException thrown) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }

  /// Runs the node until its input ends.
  ///
  /// @param args where Redis is, and the namespace
  public static void main(String[] args) throws IOException {
    var out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
    try (var _ = Leaks.watch();
        var node = new TestNode(URI.create(args[0]), args[1]).coherent();
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        out.println("> " + answer(node, line));
      }
    }
  }

  private static String answer(TestNode node, String line) {
    var words = line.split(" ", 2);
    if (words[0].equals("read")) {
      var read = node.read(Long.parseLong(words[1]));
      return read.value().orElseThrow().text() + " from " + read.tier();
    }
    var token = await(node.names.evictTag(words[1], TestNode.soon()));
    return token.equals(Token.NONE) ? "not told" : "evicted";
  }
}
