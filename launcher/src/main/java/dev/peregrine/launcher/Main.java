package dev.peregrine.launcher;

import dev.peregrine.launcher.internal.cli.Cli;
import dev.peregrine.launcher.internal.cli.Surroundings;
import dev.peregrine.launcher.internal.house.Peregrine;

/// The process: one command, then its exit code.
public final class Main {

  private Main() {}

  /// Runs a command and ends the process.
  ///
  /// @param arguments what was typed
  public static void main(String... arguments) {
    System.exit(Cli.run(new Peregrine(Surroundings.actual().home()), arguments));
  }
}
