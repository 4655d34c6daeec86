package dev.peregrine.launcher.internal.cli;

/// What the process says when it ends, after sysexits(3). A stop by signal is 128 and the signal's
/// number, from the runtime: 130 for Ctrl-C.
public final class ExitCode {

  /// All is well.
  public static final int OK = 0;

  /// The command line was wrong.
  public static final int USAGE = 64;

  /// Something that the command needs is away.
  public static final int UNAVAILABLE = 69;

  /// A fault of ours.
  public static final int SOFTWARE = 70;

  /// The configuration was wrong.
  public static final int CONFIGURATION = 78;

  private ExitCode() {}
}
