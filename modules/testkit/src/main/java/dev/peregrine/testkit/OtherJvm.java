package dev.peregrine.testkit;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A program in a JVM of its own, which answers on its output what it is asked on its input.
///
/// It has the classes of this JVM; its `main` calls [#answer] when it is ready, so the first answer
/// says that it is. Whatever else it prints never holds it up, and the last of it is told when it
/// fails. Everything blocks the test's own thread, which asks one question at a time.
public final class OtherJvm implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String ANSWER = "> ";
  private static final int LAST_LINES = 50;

  private final String name;
  private final Process process;
  private final PrintWriter input;
  private final Deque<String> lastLines = new ArrayDeque<>();
  private final CompletableFuture<Void> silence;
  private volatile CompletableFuture<String> asked = new CompletableFuture<>();
  private boolean frozen;
  private boolean killed;

  /// How long it is waited for; this room's own tests have less.
  Duration patience = PATIENCE;

  /// What a program makes of a question, in one line.
  @FunctionalInterface
  public interface Answers {

    /// Returns the answer; a failure ends the program.
    String to(String question) throws Exception;
  }

  private OtherJvm(String name, Process process) {
    this.name = name;
    this.process = process;
    this.input = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    this.silence =
        CompletableFuture.allOf(
            listen(process.inputReader(StandardCharsets.UTF_8)),
            listen(process.errorReader(StandardCharsets.UTF_8)));
  }

  /// Starts a program; close it.
  ///
  /// @param program has the `main`
  /// @param heapMib how much memory its heap may take
  /// @param arguments of its `main`
  public static OtherJvm start(Class<?> program, int heapMib, String... arguments) {
    var command = new ArrayList<String>();
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(List.of("-Xmx" + heapMib + "m", "-XX:+UseSerialGC"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Dstdout.encoding=UTF-8"));
    command.addAll(List.of("-cp", classes(), program.getName()));
    command.addAll(List.of(arguments));
    try {
      return new OtherJvm(program.getSimpleName(), new ProcessBuilder(command).start());
    } catch (IOException thrown) {
      throw new UncheckedIOException(thrown);
    }
  }

  /// Maven puts the tests of a room into its module, where no path names them.
  private static String classes() {
    return String.join(
        File.pathSeparator,
        "target/test-classes",
        System.getProperty("java.class.path", ""),
        System.getProperty("jdk.module.path", ""));
  }

  /// Answers, in the other JVM, question after question, until there are no more.
  ///
  /// @throws Exception what an answer failed with
  public static void answer(Answers answers) throws Exception {
    var questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (var line = questions.readLine(); line != null; line = questions.readLine()) {
      System.out.println(ANSWER + answers.to(line));
    }
  }

  /// Asks a question, and waits for the answer, two minutes at most.
  ///
  /// @param question one line
  /// @throws AssertionError if the program ended, or says nothing; then it is killed
  public String ask(String question) {
    var answer = new CompletableFuture<String>();
    asked = answer;
    input.println(question);
    try {
      var _ =
          CompletableFuture.anyOf(answer, silence).get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException thrown) {
      kill();
      throw failure("no answer to \"" + question + "\" within " + patience);
    } catch (ExecutionException thrown) {
      throw new AssertionError(thrown);
    } catch (InterruptedException thrown) {
      throw interrupted();
    }
    if (!answer.isDone()) {
      throw failure(ending() + " before it answered \"" + question + "\"");
    }
    return answer.join();
  }

  /// Stops it where it is, as a long pause of the collector or of the machine does.
  public void freeze() {
    signal("STOP");
    frozen = true;
  }

  /// Lets it go on.
  public void thaw() {
    signal("CONT");
    frozen = false;
  }

  /// Ends it as a power cut does, if it has not ended yet.
  public void kill() {
    killed = true;
    // Not process.destroyForcibly(): that closes what is still being read.
    var _ = process.toHandle().destroyForcibly();
    // Whatever patience there is with what it does: now it is the system's turn.
    if (!hasEnded(PATIENCE)) {
      throw failure("killed, and lives");
    }
  }

  /// Ends its input, and waits until it has ended for that, unless it was killed before.
  ///
  /// @throws AssertionError if it failed, or had to be killed
  @Override
  public void close() {
    if (killed) {
      return;
    }
    if (frozen) {
      thaw();
    }
    input.close();
    if (!hasEnded()) {
      kill();
      throw failure("no end within " + patience);
    }
    if (process.exitValue() != 0) {
      throw failure(ending());
    }
  }

  private String ending() {
    return hasEnded() ? "ended with " + process.exitValue() : "fell silent";
  }

  private boolean hasEnded() {
    return hasEnded(patience);
  }

  private boolean hasEnded(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException thrown) {
      throw interrupted();
    }
  }

  /// Nobody waits for it any more, so it is ended at once.
  private AssertionError interrupted() {
    killed = true;
    var _ = process.toHandle().destroyForcibly();
    Thread.currentThread().interrupt();
    return failure("interrupted while waiting for it");
  }

  private AssertionError failure(String what) {
    // The last that it printed may still be on its way.
    var _ = silence.copy().completeOnTimeout(null, 1, TimeUnit.SECONDS).join();
    synchronized (lastLines) {
      return new AssertionError(name + ": " + what + "; it printed last: " + lastLines);
    }
  }

  private void signal(String which) {
    try {
      var kill = new ProcessBuilder("kill", "-" + which, Long.toString(process.pid())).start();
      if (kill.waitFor() != 0) {
        throw failure(which + " did not reach it");
      }
    } catch (IOException thrown) {
      throw new UncheckedIOException(thrown);
    } catch (InterruptedException thrown) {
      throw interrupted();
    }
  }

  private CompletableFuture<Void> listen(BufferedReader output) {
    return CompletableFuture.runAsync(
        () -> {
          try (output) {
            output.lines().forEach(this::hear);
          } catch (IOException | UncheckedIOException gone) {
            hear("(" + gone + ")");
          }
        },
        task -> Thread.ofPlatform().daemon().start(task));
  }

  private void hear(String line) {
    if (line.startsWith(ANSWER)) {
      var _ = asked.complete(line.substring(ANSWER.length()));
      return;
    }
    synchronized (lastLines) {
      if (lastLines.size() == LAST_LINES) {
        lastLines.removeFirst();
      }
      lastLines.addLast(line);
    }
  }
}
