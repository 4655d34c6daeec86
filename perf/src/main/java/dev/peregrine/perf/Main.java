package dev.peregrine.perf;

import dev.peregrine.perf.internal.BenchCommand;
import dev.peregrine.perf.internal.CompareCommand;
import dev.peregrine.perf.internal.ListsCommand;
import dev.peregrine.perf.internal.LoadCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The commands that measure: `./peregrine load`, `bench`, `compare` and `lists`.
@Command(name = "peregrine", mixinStandardHelpOptions = true, exitCodeOnInvalidInput = 64)
public final class Main {

  private Main() {}

  /// Runs a command and ends the process.
  ///
  /// @param arguments what was typed
  public static void main(String... arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .addSubcommand(new LoadCommand())
        .addSubcommand(new BenchCommand())
        .addSubcommand(new CompareCommand())
        .addSubcommand(new ListsCommand());
  }
}
