package dev.peregrine.perf.internal;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `bench`: the micro-benchmarks, with time and bytes allocated an operation.
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = 64,
    exitCodeOnExecutionException = 70,
    description = "Runs the micro-benchmarks (JMH): nanoseconds and bytes an operation.")
public final class BenchCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "PATTERN",
      arity = "0..1",
      defaultValue = ".*Bench.*",
      description = "Regular expression: which of them (default: all).")
  private String pattern = ".*Bench.*";

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "2",
      description = "Length of one iteration (default: 2).")
  private int seconds = 2;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      defaultValue = "5",
      description = "Iterations that count; as many warm up (default: 5).")
  private int iterations = 5;

  @Option(names = "--write", paramLabel = "FILE", description = "Writes a page of results there.")
  private @Nullable Path page;

  /// Makes the command.
  public BenchCommand() {}

  @Override
  public Integer call() throws Exception {
    var options =
        new OptionsBuilder()
            .include(pattern)
            .forks(1)
            .warmupIterations(iterations)
            .warmupTime(TimeValue.seconds(seconds))
            .measurementIterations(iterations)
            .measurementTime(TimeValue.seconds(seconds))
            .timeUnit(TimeUnit.NANOSECONDS)
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .build();
    var results = new Runner(options).run();
    if (page != null) {
      BenchPage.of(pattern, options, results).write(page);
    }
    return 0;
  }
}
