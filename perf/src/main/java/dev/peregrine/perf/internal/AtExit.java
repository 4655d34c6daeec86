package dev.peregrine.perf.internal;

/// Something that must not outlive this process: ended by a hook unless that is not needed any
/// more.
final class AtExit implements AutoCloseable {

  private final Thread hook;

  /// @param end ends it, once or more often
  AtExit(Runnable end) {
    this.hook = new Thread(end, "at-exit");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /// Forgets it; whoever closes this has ended it.
  @Override
  public void close() {
    try {
      var _ = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException exiting) {
      // The hook does it.
    }
  }
}
