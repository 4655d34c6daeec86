package dev.peregrine.launcher.internal.cli;

/// What the process says when it ends, after sysexits(3). A stop by signal is 128 and the signal's
/// number, from the runtime: 130 for Ctrl-C.
public final class ExitCode {

  /// All is well.
  public static final int OK = 0;

  /// The command line was wrong.
  public static final int USAGE = 64;

  /// What was to be read is wrong.
  public static final int DATA = 65;

  /// What was to be read is not there.
  public static final int NO_INPUT = 66;

  /// Something that the command needs is away.
  public static final int UNAVAILABLE = 69;

  /// A fault of ours.
  public static final int SOFTWARE = 70;

  /// What was to be written cannot be.
  public static final int CANNOT_CREATE = 73;

  /// The service lets somebody else do this.
  public static final int NO_PERMISSION = 77;

  /// The configuration was wrong.
  public static final int CONFIGURATION = 78;

  private ExitCode() {}
}
