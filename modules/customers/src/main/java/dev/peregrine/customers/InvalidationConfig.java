package dev.peregrine.customers;

import java.time.Duration;

/// How this node takes part in telling caches what was changed past it.
///
/// @param rows of the outbox that are carried out at a time, 1 to 1000; each has at most 1,000 keys
/// @param backlog rows that may wait, 1 to 100000; when more do, one that means everything takes
///   their place
/// @param lookEvery longest time between two looks at the outbox, 20 ms to 1 min
public record InvalidationConfig(int rows, int backlog, Duration lookEvery) {

  /// Checks the bounds.
  ///
  /// @throws IllegalArgumentException naming the key, the value and the bound
  public InvalidationConfig {
    require(rows >= 1 && rows <= 1_000, "rows", rows, "1 to 1000");
    require(backlog >= 1 && backlog <= 100_000, "backlog", backlog, "1 to 100000");
    var inBounds = lookEvery.toMillis() >= 20 && lookEvery.compareTo(Duration.ofMinutes(1)) <= 0;
    require(inBounds, "lookEvery", lookEvery, "20ms to 1m");
  }

  /// Returns the defaults.
  public static InvalidationConfig defaults() {
    return new InvalidationConfig(64, 10_000, Duration.ofMillis(500));
  }

  private static void require(boolean holds, String key, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "customers.invalidation." + key + ": " + value + " (expected: " + expected + ")");
    }
  }
}
