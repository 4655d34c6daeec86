package dev.peregrine.launcher.internal.cli;

import dev.peregrine.launcher.internal.log.Logs;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `seed N`: demo data.
@Command(
    name = "seed",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Writes N demo customers with their orders; the same ones each time.")
final class SeedCommand<C extends Record> implements Callable<Integer> {

  @Spec private @Nullable CommandSpec command;
  @Mixin private ConfigOptions options = new ConfigOptions();

  @Parameters(paramLabel = "N", description = "How many customers.")
  private int customers;

  private final Application<C> application;
  private final Surroundings surroundings;
  private final StopSignal stop;

  SeedCommand(Application<C> application, Surroundings surroundings, StopSignal stop) {
    this.application = application;
    this.surroundings = surroundings;
    this.stop = stop;
  }

  @Override
  public Integer call() throws Exception {
    if (customers < 1) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(), "N: " + customers + " (expected: >= 1)");
    }
    var configuration = options.load(application.defaults(), surroundings);
    try {
      application.seed(
          new SeedRequest<>(configuration, customers, stop, surroundings.terminal().out()));
    } finally {
      Logs.close();
    }
    return ExitCode.OK;
  }
}
