package dev.peregrine.observability;

import java.time.Duration;

/// What counts as slow, how much of it is kept, and how the log is written.
///
/// @param meters whether requests, questions, statements and the cache are counted at all
/// @param slowRequest a request that took this long is listed and logged, at least 1 ms
/// @param slowStatement the plan of a statement that took this long once is asked for, at least 1
///   ms
/// @param slowKept slow requests that are listed, the worst of the last hour, 1 to 1000
/// @param accessLog whether every request is logged
/// @param logFormat how a record of the log is written
public record ObservabilityConfig(
    boolean meters,
    Duration slowRequest,
    Duration slowStatement,
    int slowKept,
    boolean accessLog,
    LogFormat logFormat) {

  /// How a record of the log is written; always in one line.
  public enum LogFormat {
    /// For people.
    TEXT,
    /// For machines: one JSON object.
    JSON
  }

  /// Checks the bounds.
  ///
  /// @throws IllegalArgumentException naming the key, the value and the bound
  public ObservabilityConfig {
    require(slowRequest.toMillis() >= 1, "slowRequest", slowRequest, ">= 1ms");
    require(slowStatement.toMillis() >= 1, "slowStatement", slowStatement, ">= 1ms");
    require(slowKept >= 1 && slowKept <= 1_000, "slowKept", slowKept, "1 to 1000");
  }

  /// Returns what holds where nobody has set anything.
  public static ObservabilityConfig defaults() {
    return new ObservabilityConfig(
        true, Duration.ofSeconds(1), Duration.ofMillis(100), 100, false, LogFormat.TEXT);
  }

  private static void require(boolean holds, String key, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "observability." + key + ": " + value + " (expected: " + expected + ")");
    }
  }
}
