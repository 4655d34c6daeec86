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

/// `cluster N`: several nodes on this machine.
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Runs N nodes on this machine, each a process, on the same Postgres, Redis and mailbox.",
      "Node 1 has the configured ports, the next ones those above; Ctrl-C drains and stops all."
    })
final class ClusterCommand<C extends Record> implements Callable<Integer> {

  private static final int FEWEST = 2;
  private static final int MOST = 8;

  @Spec private @Nullable CommandSpec command;
  @Mixin private ConfigOptions options = new ConfigOptions();

  @Parameters(paramLabel = "N", description = "How many nodes, 2 to 8.")
  private int nodes;

  private final Application<C> application;
  private final Surroundings surroundings;
  private final StopSignal stop;

  ClusterCommand(Application<C> application, Surroundings surroundings, StopSignal stop) {
    this.application = application;
    this.surroundings = surroundings;
    this.stop = stop;
  }

  @Override
  public Integer call() throws Exception {
    if (nodes < FEWEST || nodes > MOST) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(),
          "N: " + nodes + " (expected: " + FEWEST + " to " + MOST + ")");
    }
    var configuration = options.load(application.defaults(), surroundings);
    try {
      application.cluster(
          new ClusterRequest<>(
              configuration, nodes, options.handed(), stop, surroundings.terminal().out()));
    } finally {
      Logs.close();
    }
    return ExitCode.OK;
  }
}
