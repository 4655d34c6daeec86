package dev.peregrine.perf.internal;

import dev.peregrine.perf.LoadDriver;
import dev.peregrine.perf.LoadPlan;
import dev.peregrine.perf.LoadReport;
import dev.peregrine.perf.LoadResult;
import dev.peregrine.perf.LoadScenario;
import dev.peregrine.perf.OpenLoadResult;
import dev.peregrine.perf.RequestKind;
import io.vertx.core.Future;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `load`: an open load on a service that runs, and a report of what came of it.
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = 64,
    exitCodeOnExecutionException = 70,
    description = "Puts load on a service that runs on this machine, and writes a report.")
public final class LoadCommand implements Callable<Integer> {

  private static final int UNAVAILABLE = 69;
  private static final int FAULTS = 1;

  /// Longer than the last answers of the longest run may take.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Spec private @Nullable CommandSpec command;

  @Parameters(
      paramLabel = "SCENARIO",
      arity = "0..1",
      defaultValue = "steady",
      description = "steady, ramp or overload (default: steady).")
  private String scenario = "steady";

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8080",
      description = "The service: a loopback address (default: http://127.0.0.1:8080).")
  private URI url = URI.create("http://127.0.0.1:8080");

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "200",
      description = "Requests a second that the scenario multiplies (default: 200).")
  private double rate = 200;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "30",
      description = "How long (default: 30, at most 3600).")
  private int seconds = 30;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "64",
      description = "Connections at most (default: 64).")
  private int connections = 64;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Where the report goes (default: .peregrine/load/SCENARIO.html).")
  private @Nullable Path report;

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description = "Writes a page of results there as well, in Markdown.")
  private @Nullable Path results;

  /// Makes the command.
  public LoadCommand() {}

  @Override
  public Integer call() throws Exception {
    var spec = Objects.requireNonNull(command);
    var out = spec.commandLine().getOut();
    var howLong = Duration.ofSeconds(seconds);
    LoadScenario chosen;
    LoadDriver driver;
    try {
      chosen = LoadScenario.of(scenario);
      LoadDriver.requireOffer(rate, howLong);
      driver = new LoadDriver(new LoadPlan(url, connections, LoadPlan.CUSTOMERS, 1));
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(spec.commandLine(), String.valueOf(wrong.getMessage()), wrong);
    }
    try {
      say(out, "registering " + LoadPlan.CUSTOMERS + " customers to ask for…");
      var prepared = wait(driver.prepare(), Duration.ZERO);
      if (prepared.count(RequestKind.REGISTER, 201) == 0) {
        return unavailable(spec.commandLine().getErr(), prepared);
      }
      say(out, chosen.word() + ": " + rate + " a second for " + seconds + " s…");
      return report(out, chosen, wait(driver.offer(chosen, rate, howLong), howLong));
    } finally {
      wait(driver.close(), Duration.ZERO);
    }
  }

  private static void say(PrintWriter out, String line) {
    out.println(line);
    out.flush();
  }

  private int unavailable(PrintWriter err, LoadResult prepared) {
    err.println("peregrine: no customer could be registered at " + url + ": " + prepared.faults());
    err.println("Start a service first: ./peregrine run");
    err.flush();
    return UNAVAILABLE;
  }

  private int report(PrintWriter out, LoadScenario chosen, OpenLoadResult result) throws Exception {
    var page = new LoadReport(url, result);
    var home = Path.of(System.getenv().getOrDefault("PEREGRINE_HOME", ""));
    var file = report == null ? home.resolve(".peregrine/load/" + chosen.word() + ".html") : report;
    page.write(file);
    if (results != null) {
      OpenLoadPage.of(url, seconds, result).write(results);
    }
    out.println(page.text());
    out.println(result.total().table());
    out.println("report: " + file.toAbsolutePath());
    out.flush();
    return result.total().faults().isEmpty() ? 0 : FAULTS;
  }

  private static <T> T wait(Future<T> future, Duration howLong) throws Exception {
    var longest = howLong.plus(PATIENCE);
    return future.await(longest.toMillis(), TimeUnit.MILLISECONDS);
  }
}
