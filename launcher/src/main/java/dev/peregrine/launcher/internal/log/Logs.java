package dev.peregrine.launcher.internal.log;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import dev.peregrine.observability.Bound;
import dev.peregrine.observability.ObservabilityConfig.LogFormat;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The log as a whole.
public final class Logs {

  private Logs() {}

  /// Says how records are written from now on.
  ///
  /// @param format for people or for machines
  public static void write(LogFormat format) {
    for (var appender : appenders()) {
      if (appender instanceof OutputStreamAppender<ILoggingEvent> stream
          && stream.getEncoder() instanceof LineEncoder lines) {
        lines.write(format);
      }
    }
  }

  /// Returns the bound of what waits to be written, if there is a queue.
  public static List<Bound> bounds() {
    return appenders().stream()
        .filter(AsyncAppender.class::isInstance)
        .map(AsyncAppender.class::cast)
        .map(queue ->
            new Bound(
                "log.queue", "records", queue::getNumberOfElementsInQueue, queue::getQueueSize))
        .limit(1)
        .toList();
  }

  /// Writes what still waits in the queue and closes the log; nothing is logged after it.
  public static void close() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.stop();
    }
  }

  /// Returns the root's appenders, and those behind a queue.
  private static List<Appender<ILoggingEvent>> appenders() {
    var found = new ArrayList<Appender<ILoggingEvent>>();
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      collect(context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders(), found);
    }
    return found;
  }

  private static void collect(
      Iterator<Appender<ILoggingEvent>> appenders, List<Appender<ILoggingEvent>> found) {
    appenders.forEachRemaining(appender -> {
      found.add(appender);
      if (appender instanceof AsyncAppender queue) {
        collect(queue.iteratorForAppenders(), found);
      }
    });
  }
}
