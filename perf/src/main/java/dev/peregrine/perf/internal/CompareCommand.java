package dev.peregrine.perf.internal;

import dev.peregrine.perf.ResultPage;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `compare`: the service beside a bare server, in turn, as ratios.
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = 64,
    exitCodeOnExecutionException = 70,
    description = "Runs the service and a bare Vert.x server in turn under wrk, and prints ratios.")
public final class CompareCommand implements Callable<Integer> {

  private static final int UNAVAILABLE = 69;
  private static final int MOST = 60;
  private static final double GIB = 1 << 30;

  @Spec private @Nullable CommandSpec command;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Turns of each, 3 to 60 (default: 5).")
  private int rounds = 5;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Length of a turn, 1 to 60 (default: 5).")
  private int seconds = 5;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "64",
      description = "Connections, 1 to 60000 (default: 64).")
  private int connections = 64;

  @Option(names = "--write", paramLabel = "FILE", description = "Writes the page there as well.")
  private @Nullable Path page;

  /// Makes the command.
  public CompareCommand() {}

  @Override
  public Integer call() throws Exception {
    var line = Objects.requireNonNull(command).commandLine();
    if (rounds < 3 || rounds > MOST || seconds < 1 || seconds > MOST || connections < 1) {
      throw new ParameterException(
          line, "--rounds: 3 to 60, --seconds: 1 to 60, --connections: 1 or more");
    }
    var script =
        Path.of(System.getenv().getOrDefault("PEREGRINE_HOME", "")).resolve("perf/wrk/ids.lua");
    if (!Wrk.installed()) {
      line.getErr().println("peregrine: no wrk on the PATH; Debian, Ubuntu: sudo apt install wrk");
      line.getErr().flush();
      return UNAVAILABLE;
    }
    compare(new Wrk(script.toAbsolutePath(), connections), line.getOut());
    return 0;
  }

  private void compare(Wrk wrk, PrintWriter out) throws IOException, InterruptedException {
    var home = Files.createTempDirectory("peregrine-compare-");
    try {
      var result = page(new Comparison(home, wrk, out, seconds).run(rounds));
      out.println(result.text());
      out.flush();
      if (page != null) {
        result.write(page);
      }
    } finally {
      Directories.delete(home);
    }
  }

  private ResultPage page(List<Rounds> all) {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    var result = new ResultPage("Beside a bare server");
    result.add("Written by `./peregrine compare`. What the figures mean: [README](../README.md).");
    result.add(
        """
        %d cores, %.0f GiB, %s %s, load average %.1f at the end; Java %s, `%s`. wrk, Postgres, Redis and the server share the cores.
        %d customers; %d connections; %d rounds of %d s each, the bare server and the service in turn.
        """
            .formatted(
                system.getAvailableProcessors(),
                system.getTotalMemorySize() / GIB,
                system.getName(),
                system.getArch(),
                system.getSystemLoadAverage(),
                Runtime.version(),
                String.join(
                    " ", Contestant.flags().stream().filter(one -> !one.contains("/")).toList()),
                Work.SEEDED,
                connections,
                rounds,
                seconds));
    var table = new StringBuilder(Rounds.head());
    all.forEach(one -> table.append(one.row()));
    result.add(table.toString());
    return result;
  }
}
