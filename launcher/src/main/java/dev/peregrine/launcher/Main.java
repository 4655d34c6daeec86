package dev.peregrine.launcher;

/// The command line.
public final class Main {

  private Main() {}

  /// Runs a command and ends the process.
  ///
  /// @param arguments what was typed
  public static void main(String... arguments) {}
}
