package dev.peregrine.launcher.internal.cli;

import dev.peregrine.launcher.internal.log.Logs;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `run`: the service, until it is asked to stop.
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Runs the service; Ctrl-C drains and stops it.")
final class RunCommand<C extends Record> implements Callable<Integer> {

  @Spec private @Nullable CommandSpec command;
  @Mixin private ConfigOptions options = new ConfigOptions();

  @Option(names = "--port", paramLabel = "PORT", description = "Port of the service (http.port).")
  private @Nullable Integer port;

  @Option(
      names = "--ops-port",
      paramLabel = "PORT",
      description = "Port of metrics, health and console (ops.port).")
  private @Nullable Integer opsPort;

  @Option(
      names = "--replicas",
      paramLabel = "N",
      description = "Gives the embedded Postgres N replicas, 0 to 4 (postgres.embeddedReplicas).")
  private @Nullable Integer replicas;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Writes N demo customers before it takes requests.")
  private int seed;

  @Option(
      names = "--parent",
      paramLabel = "PID",
      hidden = true,
      description = "Stops when that process ends.")
  private @Nullable Long parent;

  private final Application<C> application;
  private final Surroundings surroundings;
  private final StopSignal stop;

  RunCommand(Application<C> application, Surroundings surroundings, StopSignal stop) {
    this.application = application;
    this.surroundings = surroundings;
    this.stop = stop;
  }

  @Override
  public Integer call() throws Exception {
    if (seed < 0) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(), "--seed: " + seed + " (expected: >= 0)");
    }
    options.set("http.port", port, "--port");
    options.set("ops.port", opsPort, "--ops-port");
    options.set("postgres.embeddedReplicas", replicas, "--replicas");
    var configuration = options.load(application.defaults(), surroundings);
    if (parent != null) {
      follow(parent);
    }
    try {
      application.run(new RunRequest<>(configuration, seed, stop, surroundings.terminal().out()));
    } finally {
      Logs.close();
    }
    return ExitCode.OK;
  }

  /// A node of a cluster on one machine must not outlive who started it, however that ended.
  private void follow(long pid) {
    var process = ProcessHandle.of(pid);
    if (process.isEmpty()) {
      stop.request();
    } else {
      var _ = process.get().onExit().thenRun(stop::request);
    }
  }
}
