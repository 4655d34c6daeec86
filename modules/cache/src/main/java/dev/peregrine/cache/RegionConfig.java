package dev.peregrine.cache;

import java.time.Duration;

/// How much one region may hold and how long it may believe it.
///
/// @param freshFor how long an entry is served without asking the source again, at least 1 s
/// @param absentFor the same for the knowledge that the source has nothing, at least 1 ms
/// @param nearBytes bound of what this process holds, as encoded, at least 1 KiB
/// @param entryBytes a larger value is served but not remembered, at least 1 byte
/// @param loads loads at once in this process, at least 1; more are refused
public record RegionConfig(
    Duration freshFor, Duration absentFor, long nearBytes, long entryBytes, int loads) {

  /// Checks the bounds.
  ///
  /// @throws IllegalArgumentException naming the key, the value and the bound
  public RegionConfig {
    CacheConfig.require(freshFor.toMillis() >= 1_000, "freshFor", freshFor, ">= 1s");
    CacheConfig.require(absentFor.toMillis() >= 1, "absentFor", absentFor, ">= 1ms");
    CacheConfig.require(nearBytes >= 1_024, "nearBytes", nearBytes, ">= 1KiB");
    CacheConfig.require(entryBytes >= 1, "entryBytes", entryBytes, ">= 1");
    CacheConfig.require(loads >= 1, "loads", loads, ">= 1");
  }

  /// Returns what fits records of a few hundred bytes that change now and then.
  public static RegionConfig defaults() {
    return new RegionConfig(
        Duration.ofMinutes(5), Duration.ofSeconds(5), 64L << 20, 256L << 10, 512);
  }
}
