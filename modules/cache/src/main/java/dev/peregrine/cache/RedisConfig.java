package dev.peregrine.cache;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// Where Redis is and how long to wait for it.
///
/// @param uri `redis://[user:password@]host:port[/database]`; absent: the embedded server that
///   comes with the launcher
/// @param timeout longest wait for one exchange; the client itself would wait for ever
/// @param retryAfter how long Redis is left alone after it failed several times in a row
public record RedisConfig(Optional<URI> uri, Duration timeout, Duration retryAfter) {

  /// Checks the bounds.
  ///
  /// @throws IllegalArgumentException naming the key, the value and the bound
  public RedisConfig {
    require(timeout.toMillis() >= 1, "timeout", timeout, ">= 1ms");
    require(retryAfter.toMillis() >= 1, "retryAfter", retryAfter, ">= 1ms");
    var scheme = uri.map(URI::getScheme).orElse("redis");
    var known = "redis".equals(scheme) || "rediss".equals(scheme);
    require(known, "uri", "its scheme", "redis://host:port or rediss://host:port");
  }

  /// Returns the defaults.
  public static RedisConfig defaults() {
    return new RedisConfig(Optional.empty(), Duration.ofMillis(50), Duration.ofMillis(500));
  }

  private static void require(boolean holds, String key, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "redis." + key + ": " + value + " (expected: " + expected + ")");
    }
  }
}
