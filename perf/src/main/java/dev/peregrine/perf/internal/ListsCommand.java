package dev.peregrine.perf.internal;

import dev.peregrine.perf.ResultPage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `lists`: far pages beside near ones, and pages beside those of a peer that counts, as ratios.
@Command(
    name = "lists",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = 64,
    exitCodeOnExecutionException = 70,
    description =
        "Runs lists of the service under wrk, far ones in turn with near ones and with those of a"
            + " server that counts, and prints ratios.")
public final class ListsCommand implements Callable<Integer> {

  private static final int UNAVAILABLE = 69;
  private static final int MOST = 60;
  private static final int LEAST_CUSTOMERS = 1_000;
  private static final int MOST_CUSTOMERS = 100_000_000;

  @Spec private @Nullable CommandSpec command;

  @Option(
      names = "--customers",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "How many there are, 1000 to 100000000 (default: 1000000).")
  private int customers = 1_000_000;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "Turns of each, 3 to 60 (default: 3).")
  private int rounds = 3;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "4",
      description = "Length of a turn, 1 to 60 (default: 4).")
  private int seconds = 4;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "4",
      description = "Connections, 1 to 60000 (default: 4).")
  private int connections = 4;

  @Option(
      names = "--keep",
      paramLabel = "DIRECTORY",
      description = "Keeps the data there, so that the next run need not seed.")
  private @Nullable Path kept;

  @Option(names = "--write", paramLabel = "FILE", description = "Writes the page there as well.")
  private @Nullable Path page;

  /// Makes the command.
  public ListsCommand() {}

  @Override
  public Integer call() throws Exception {
    var line = Objects.requireNonNull(command).commandLine();
    var inBounds = rounds >= 3 && rounds <= MOST && seconds >= 1 && seconds <= MOST;
    if (!inBounds || connections < 1 || customers < LEAST_CUSTOMERS || customers > MOST_CUSTOMERS) {
      throw new ParameterException(
          line,
          "--rounds: 3 to 60, --seconds: 1 to 60, --connections: 1 or more, --customers: 1000 to"
              + " 100000000");
    }
    if (!Wrk.installed()) {
      line.getErr().println("peregrine: no wrk on the PATH; Debian, Ubuntu: sudo apt install wrk");
      line.getErr().flush();
      return UNAVAILABLE;
    }
    measure(line.getOut());
    return 0;
  }

  private void measure(PrintWriter out) throws IOException, InterruptedException {
    var script =
        Path.of(System.getenv().getOrDefault("PEREGRINE_HOME", "")).resolve("perf/wrk/ids.lua");
    var wrk = new Wrk(script.toAbsolutePath(), connections);
    var home =
        kept == null
            ? Files.createTempDirectory("peregrine-lists-")
            : Files.createDirectories(kept.toAbsolutePath());
    try {
      var result = page(new ListTrial(home, wrk, out, customers).run(rounds, seconds));
      out.println(result.text());
      out.flush();
      if (page != null) {
        result.write(page);
      }
    } finally {
      if (kept == null) {
        Directories.delete(home);
      }
    }
  }

  private ResultPage page(ListTrial.Results results) {
    var result = new ResultPage("Lists");
    result.add("Written by `./peregrine lists`. What the figures mean: [README](../README.md).");
    result.add(
        """
        %s, %s. wrk, Postgres, Redis and the server share the cores.
        %,d customers; %d connections; %d rounds of %d s each, both in turn.
        """
            .formatted(
                Machine.described(), Machine.flags(), customers, connections, rounds, seconds));
    result.section("Beside a server that counts");
    result.add(
        "A bare Vert.x server that reads a page with `offset` and counts for the total, at the same"
            + " time. Both totals are exact.");
    var peers = new StringBuilder(head("answers ÷ the peer's, median (least–most)", "the peer's"));
    results.peers().forEach(one -> peers.append(row(one, one.rates())));
    result.add(peers.toString());
    result.section("Far beside near");
    result.add("Of the service alone.");
    var depths = new StringBuilder(head("time ÷ the near one's, median (least–most)", "near"));
    results.depths().forEach(one -> depths.append(row(one, one.times())));
    result.add(depths.toString());
    return result;
  }

  private static String head(String ratio, String other) {
    return """
    | list | %1$s | answers/s | %2$s | p50 ms | %2$s | CPU µs an answer | %2$s | Postgres µs | %2$s |
    | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
    """
        .formatted(ratio, other);
  }

  private static String row(ListTrial.Result result, Sample ratio) {
    return "| %s | %s | %s | %s | %s | %s |\n"
        .formatted(
            result.name(),
            ratio.ratio(),
            both("%,.1f", result, turn -> turn.figures().perSecond()),
            both("%.2f", result, turn -> turn.figures().p50us() / 1e3),
            both("%,.0f", result, Turn::serverUs),
            both("%,.0f", result, Turn::postgresUs));
  }

  private static String both(
      String format, ListTrial.Result result, ToDoubleFunction<Turn> figure) {
    return (format + " | " + format)
        .formatted(middle(result.first(), figure), middle(result.second(), figure));
  }

  private static double middle(List<Turn> turns, ToDoubleFunction<Turn> figure) {
    return Sample.of(turns.stream().mapToDouble(figure).boxed().toList()).median();
  }
}
