package dev.peregrine.cache;

import java.time.Duration;

/// How much one region may hold and how long it may believe it.
///
/// @param freshFor how long an entry is served without asking the source again, at least 1 s
/// @param absentFor the same for the knowledge that the source has nothing, at least 1 ms; that is
///   never served stale
/// @param staleWhileRevalidateFor how much longer a value is served while it is fetched again, at
///   most 30 days; 0: not at all
/// @param staleIfErrorFor how long after `freshFor` a value is served when the source is away, late
///   or overloaded, at most 30 days; 0: not at all
/// @param nearBytes bound of what this process holds, as encoded, at least 1 KiB
/// @param entryBytes a larger value is served but not remembered, at least 1 byte
/// @param loads loads at once in this process, at least 1; more are refused
public record RegionConfig(
    Duration freshFor,
    Duration absentFor,
    Duration staleWhileRevalidateFor,
    Duration staleIfErrorFor,
    long nearBytes,
    long entryBytes,
    int loads) {

  private static final Duration LONGEST_STALE = Duration.ofDays(30);

  /// Checks the bounds.
  ///
  /// @throws IllegalArgumentException naming the key, the value and the bound
  public RegionConfig {
    CacheConfig.require(freshFor.toMillis() >= 1_000, "freshFor", freshFor, ">= 1s");
    CacheConfig.require(absentFor.toMillis() >= 1, "absentFor", absentFor, ">= 1ms");
    requireStale("staleWhileRevalidateFor", staleWhileRevalidateFor);
    requireStale("staleIfErrorFor", staleIfErrorFor);
    CacheConfig.require(nearBytes >= 1_024, "nearBytes", nearBytes, ">= 1KiB");
    CacheConfig.require(entryBytes >= 1, "entryBytes", entryBytes, ">= 1");
    CacheConfig.require(loads >= 1, "loads", loads, ">= 1");
  }

  /// Returns what fits records of a few hundred bytes that change now and then.
  public static RegionConfig defaults() {
    return new RegionConfig(
        Duration.ofMinutes(5),
        Duration.ofSeconds(5),
        Duration.ZERO,
        Duration.ZERO,
        64L << 20,
        256L << 10,
        512);
  }

  /// Returns how long a value may be served after it has become stale, whatever for.
  public Duration staleFor() {
    return staleWhileRevalidateFor.compareTo(staleIfErrorFor) > 0
        ? staleWhileRevalidateFor
        : staleIfErrorFor;
  }

  private static void requireStale(String key, Duration stale) {
    CacheConfig.require(
        !stale.isNegative() && stale.compareTo(LONGEST_STALE) <= 0, key, stale, "0s to 30d");
  }
}
