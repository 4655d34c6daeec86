package dev.peregrine.perf.internal;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The load generator `wrk`: closed, flat out, cheap enough to share the cores.
final class Wrk {

  private static final Pattern FIGURES =
      Pattern.compile("figures requests=(\\d+) us=(\\d+) p50=(\\d+) p99=(\\d+) wrong=(\\d+)");

  private final Path script;
  private final int connections;

  /// @param script what it asks for
  /// @param connections that stay open
  Wrk(Path script, int connections) {
    this.script = script;
    this.connections = connections;
  }

  /// What came of a run.
  ///
  /// @param requests answered
  /// @param perSecond answered
  /// @param p50us half took no longer, in microseconds
  /// @param p99us 99 of 100
  record Figures(long requests, double perSecond, long p50us, long p99us) {}

  /// Tells whether there is a `wrk` to run.
  static boolean installed() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(folder -> Path.of(folder, "wrk").toFile().canExecute());
  }

  /// Asks for a while.
  ///
  /// @param target the server
  /// @param work what is asked of it
  /// @param prefix of the path, before the id
  /// @throws IOException if an answer was wrong, or wrk failed
  Figures run(URI target, Work work, String prefix, int seconds)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + seconds + "s",
                // A late answer is late, not wrong.
                "--timeout",
                "30s",
                "-s",
                script.toString()));
    work.headers().forEach(header -> command.addAll(List.of("-H", header)));
    command.addAll(
        List.of(target.toString(), "--", work.ids(), prefix, Integer.toString(work.customers())));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var found = FIGURES.matcher(said);
    if (process.waitFor() != 0 || !found.find() || !"0".equals(found.group(5))) {
      throw new IOException(target + prefix + ": not every answer was right:\n" + said);
    }
    var requests = Long.parseLong(found.group(1));
    return new Figures(
        requests,
        requests * 1e6 / Long.parseLong(found.group(2)),
        Long.parseLong(found.group(3)),
        Long.parseLong(found.group(4)));
  }
}
