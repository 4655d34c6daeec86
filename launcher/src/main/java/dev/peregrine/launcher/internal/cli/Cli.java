package dev.peregrine.launcher.internal.cli;

import dev.peregrine.launcher.internal.config.ConfigException;
import dev.peregrine.launcher.internal.config.Spelling;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// The commands of `peregrine`, ready to be run with arguments.
@Command(
    name = "peregrine",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description = "A customer and order service that stays fast.",
    footer = {"", "COMMAND --help says more about one."})
public final class Cli {

  /// Longest wait for a command to drain after Ctrl-C.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Cli() {}

  /// Runs one command of this process.
  ///
  /// Ctrl-C while it runs reaches it as a [StopSignal], and ends the process when it has returned.
  ///
  /// @param application what the commands run
  /// @param arguments what was typed
  /// @return the exit code
  public static int run(Application<?> application, String... arguments) {
    var stop = StopSignal.ofProcess(PATIENCE);
    var surroundings = Surroundings.actual();
    try {
      return commandLine(application, surroundings, stop).execute(arguments);
    } catch (Error fault) {
      // Not caught by picocli; left alone, it would end this thread and not the process.
      return faulty(fault, surroundings.terminal().err());
    } finally {
      stop.finish();
    }
  }

  static CommandLine commandLine(
      Application<?> application, Surroundings surroundings, StopSignal stop) {
    return new CommandLine(new Cli())
        .addSubcommand(new RunCommand<>(application, surroundings, stop))
        .addSubcommand(new ClusterCommand<>(application, surroundings, stop))
        .addSubcommand(new SeedCommand<>(application, surroundings, stop))
        .addSubcommand(new ImportCommand<>(application, surroundings, stop))
        .addSubcommand(new ExportCommand<>(application, surroundings, stop))
        .addSubcommand(new ProfileCommand<>(application, surroundings, stop))
        .addSubcommand(new DoctorCommand(application, surroundings))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false)
        .setOut(surroundings.terminal().out())
        .setErr(surroundings.terminal().err())
        .setParameterExceptionHandler((wrong, _) -> usage(wrong))
        .setExecutionExceptionHandler((thrown, command, _) -> failed(thrown, command.getErr()));
  }

  private static int usage(ParameterException wrong) {
    var command = wrong.getCommandLine();
    var err = command.getErr();
    err.println("peregrine: " + wrong.getMessage());
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      var word = unmatched.getUnmatched().getFirst();
      var known =
          word.startsWith("-")
              ? command.getCommandSpec().optionsMap().keySet()
              : command.getSubcommands().keySet();
      Spelling.nearest(word, known).ifPresent(near -> err.println("Did you mean " + near + "?"));
    }
    err.println();
    command.usage(err);
    return ExitCode.USAGE;
  }

  private static int failed(Exception thrown, PrintWriter err) {
    return switch (thrown) {
      case ConfigException wrong -> {
        err.println("peregrine: " + wrong.getMessage());
        yield ExitCode.CONFIGURATION;
      }
      case UnavailableException away -> {
        err.println("peregrine: " + away.getMessage());
        yield ExitCode.UNAVAILABLE;
      }
      default -> faulty(thrown, err);
    };
  }

  private static int faulty(Throwable thrown, PrintWriter err) {
    err.println("peregrine: a fault: " + Objects.toString(thrown.getMessage(), "no message"));
    thrown.printStackTrace(err);
    return ExitCode.SOFTWARE;
  }
}
