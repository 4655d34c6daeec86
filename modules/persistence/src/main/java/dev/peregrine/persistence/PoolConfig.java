package dev.peregrine.persistence;

import java.time.Duration;

/// How much of Postgres one class of work may use.
///
/// @param connections open at most, 1 to 1000
/// @param queue statements that may wait for a place beyond those in flight, 0 to 100000; more are
///   refused at once
/// @param statementTimeout longest that the server works on one statement, at least 1 ms
public record PoolConfig(int connections, int queue, Duration statementTimeout) {

  /// Checks the bounds.
  ///
  /// @throws IllegalArgumentException naming the key, the value and the bound
  public PoolConfig {
    require(connections >= 1 && connections <= 1_000, "connections", connections, "1 to 1000");
    require(queue >= 0 && queue <= 100_000, "queue", queue, "0 to 100000");
    require(statementTimeout.toMillis() >= 1, "statementTimeout", statementTimeout, ">= 1ms");
  }

  static void require(boolean holds, String key, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "postgres." + key + ": " + value + " (expected: " + expected + ")");
    }
  }
}
