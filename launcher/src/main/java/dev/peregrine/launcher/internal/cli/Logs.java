package dev.peregrine.launcher.internal.cli;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/// The log, at its end.
final class Logs {

  private Logs() {}

  /// Writes what still waits in the queue and closes the log; nothing is logged after it.
  static void close() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.stop();
    }
  }
}
