package dev.peregrine.embedded;

import dev.peregrine.embedded.internal.Ports;
import java.nio.file.Path;

/// Where an embedded Redis lives and how much it may hold.
///
/// @param directory holds the log and the process id; made when absent
/// @param binaries holds the unpacked binary (about 5 MB); may be shared by any number of servers
/// @param port of 127.0.0.1, 0 for a free one
/// @param maxMemoryBytes above it, keys that expire are evicted, least recently used first; at
///   least 1 MiB
public record EmbeddedRedisConfig(Path directory, Path binaries, int port, long maxMemoryBytes) {

  private static final long LEAST_BYTES = 1 << 20;

  /// Checks the numbers and makes both paths absolute.
  public EmbeddedRedisConfig {
    Ports.check("redis.port", port);
    if (maxMemoryBytes < LEAST_BYTES) {
      throw new IllegalArgumentException(
          "redis.maxMemoryBytes: " + maxMemoryBytes + " (expected: at least " + LEAST_BYTES + ")");
    }
    directory = directory.toAbsolutePath().normalize();
    binaries = binaries.toAbsolutePath().normalize();
  }
}
