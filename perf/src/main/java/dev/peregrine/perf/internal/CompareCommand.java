package dev.peregrine.perf.internal;

import dev.peregrine.perf.ResultPage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `compare`: the service beside a bare server, or beside variants of itself, in turn, as ratios.
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = 64,
    exitCodeOnExecutionException = 70,
    description =
        "Runs the service in turn with a bare Vert.x server, or variants of it in turn with the"
            + " first one, under wrk, and prints ratios.")
public final class CompareCommand implements Callable<Integer> {

  private static final int UNAVAILABLE = 69;
  private static final int MOST = 60;

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

  @Option(
      names = "--variants",
      paramLabel = "FILE",
      description = "Ways to start the service, one a line: NAME: -FLAG… KEY=VALUE…")
  private @Nullable Path variants;

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
    var chosen = variants == null ? null : read(line, variants);
    if (!Wrk.installed()) {
      line.getErr().println("peregrine: no wrk on the PATH; Debian, Ubuntu: sudo apt install wrk");
      line.getErr().flush();
      return UNAVAILABLE;
    }
    compare(chosen, new Wrk(script.toAbsolutePath(), connections), line.getOut());
    return 0;
  }

  private static VariantFile read(CommandLine line, Path file) {
    try {
      return VariantFile.read(file);
    } catch (IOException | IllegalArgumentException wrong) {
      throw new ParameterException(line, "--variants: " + wrong.getMessage(), wrong);
    }
  }

  private void compare(@Nullable VariantFile chosen, Wrk wrk, PrintWriter out)
      throws IOException, InterruptedException {
    var home = Files.createTempDirectory("peregrine-compare-");
    try {
      var result =
          chosen == null
              ? page(new Comparison(home, wrk, out, seconds).run(rounds))
              : page(chosen, new Trial(home, wrk, out, seconds).run(chosen.variants(), rounds));
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
    var result = new ResultPage("Beside a bare server");
    result.add("Written by `./peregrine compare`. What the figures mean: [README](../README.md).");
    result.add(circumstances("the bare server and the service in turn"));
    var table = new StringBuilder(Rounds.head());
    all.forEach(one -> table.append(one.row()));
    result.add(table.toString());
    return result;
  }

  private ResultPage page(VariantFile chosen, List<Duel> all) {
    var result = new ResultPage(chosen.title());
    result.add(
        "Written by `./peregrine compare --variants %s`. What the figures mean: [README](../README.md)."
            .formatted(variants));
    result.add(circumstances("each variant and the first one in turn, both started afresh"));
    var list = new StringBuilder("| variant | options |\n| --- | --- |\n");
    for (var variant : chosen.variants()) {
      list.append("| %s | %s |\n".formatted(variant.name(), variant.options()));
    }
    result.add(list.toString());
    for (var work : Work.VARYING) {
      result.section(work.name());
      var table = new StringBuilder(Duel.head());
      all.stream()
          .filter(duel -> duel.work().equals(work))
          .forEach(duel -> table.append(duel.row()));
      result.add(table.toString());
    }
    return result;
  }

  private String circumstances(String how) {
    return """
    %s, %s. wrk, Postgres, Redis and the server share the cores.
    %d customers; %d connections; %d rounds of %d s each, %s.
    """
        .formatted(
            Machine.described(), Machine.flags(), Work.SEEDED, connections, rounds, seconds, how);
  }
}
