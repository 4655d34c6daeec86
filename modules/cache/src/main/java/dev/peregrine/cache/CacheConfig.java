package dev.peregrine.cache;

import java.time.Duration;
import java.util.Map;

/// How a node's cache behaves.
///
/// @param namespace the first part of every key in Redis, so that two systems can share one server:
///   letters, digits, dots and dashes
/// @param staleAtMost bound B: longest that this node believes its memory without proof that it has
///   seen every invalidation; then it asks the source
/// @param regions by name
public record CacheConfig(
    String namespace, Duration staleAtMost, Map<String, RegionConfig> regions) {

  /// Checks the bounds.
  ///
  /// @throws IllegalArgumentException naming the key, the value and the bound
  public CacheConfig {
    regions = Map.copyOf(regions);
    require(
        namespace.matches("[A-Za-z0-9.-]{1,64}"), "namespace", namespace, "[A-Za-z0-9.-]{1,64}");
    require(staleAtMost.toMillis() >= 10, "staleAtMost", staleAtMost, ">= 10ms");
  }

  /// Returns the defaults, with the regions given.
  ///
  /// @param regions by name
  public static CacheConfig defaults(Map<String, RegionConfig> regions) {
    return new CacheConfig("peregrine", Duration.ofSeconds(1), regions);
  }

  static void require(boolean holds, String key, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "cache." + key + ": " + value + " (expected: " + expected + ")");
    }
  }
}
