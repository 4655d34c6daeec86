package dev.peregrine.cache;

/// The monotonic clock of one process, by which everything in its memory ages.
///
/// No moment of it is ever compared with another process's. Safe on any thread.
@FunctionalInterface
public interface CacheClock {

  /// Returns this moment in nanoseconds; only differences mean something.
  long nanos();

  /// Returns the clock of the Java runtime, which no change of the wall clock moves.
  static CacheClock system() {
    return System::nanoTime;
  }
}
