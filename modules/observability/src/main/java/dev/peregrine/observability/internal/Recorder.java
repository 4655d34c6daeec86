package dev.peregrine.observability.internal;

import java.io.IOException;
import java.nio.file.Path;

/// Takes one profile of this process. Blocks; used on one thread at a time.
interface Recorder {

  /// By what means a profile is taken.
  ///
  /// @param engine its name
  /// @param note why it is not the usual one; empty: it is
  record Means(String engine, String note) {}

  /// Starts.
  ///
  /// @param recording the file that is there when it has stopped
  /// @throws IllegalStateException if somebody else profiles this process
  /// @throws UnsupportedOperationException if this machine or JVM does not allow it, and why
  /// @throws IOException if something cannot be written
  Means start(Path recording) throws IOException;

  /// Stops, and writes what is not written yet.
  ///
  /// @throws IOException if it cannot be written
  void stop() throws IOException;
}
