package dev.peregrine.cache;

import java.time.Duration;
import java.util.Optional;

/// How much one region may hold and how long it may believe it.
///
/// @param freshFor how long an entry is served without asking the source again, at least 1 s; a
///   loader may say otherwise for an entry
/// @param absentFor the same for the knowledge that the source has nothing, at least 1 ms; that is
///   never served stale
/// @param jitterPercent lives are shorter by up to this part at random, so that what was loaded
///   together does not expire together, 0 to 50
/// @param refreshAheadFor how long before its end a hit fetches an entry again behind itself, less
///   than `freshFor`; 0: not at all
/// @param staleWhileRevalidateFor how much longer a value is served while it is fetched again, at
///   most 30 days; 0: not at all
/// @param staleIfErrorFor how long after `freshFor` a value is served when the source is away, late
///   or overloaded, at most 30 days; 0: not at all
/// @param staleAtMost bound B of this region, at least 10 ms; absent: that of the node
/// @param whenUnproven what happens while the node has no proof for that long
/// @param unprovenFor how much longer memory is served then, if it is served, at most 30 days
/// @param nearBytes bound of what this process holds, as encoded, at least 1 KiB
/// @param entryBytes a larger value is served but not remembered, at least 1 byte
/// @param compressFromBytes a value of at least this size is compressed in the far tier, if that
///   makes it smaller; at least 64
/// @param loads loads at once in this process, at least 1; more are refused
/// @param softLoadTimeout longest wait for a load when there is something stale to serve instead,
///   at least 1 ms; never more than half of the caller's own time
/// @param hardLoadTimeout longest wait for a load, at least 1 ms; a loader that never ends holds
///   one of `loads` no longer
/// @param auditOneIn one hit in so many is compared with the source, behind the answer, and one
///   eviction in so many with memory; 0: none
public record RegionConfig(
    Duration freshFor,
    Duration absentFor,
    int jitterPercent,
    Duration refreshAheadFor,
    Duration staleWhileRevalidateFor,
    Duration staleIfErrorFor,
    Optional<Duration> staleAtMost,
    Unproven whenUnproven,
    Duration unprovenFor,
    long nearBytes,
    long entryBytes,
    long compressFromBytes,
    int loads,
    Duration softLoadTimeout,
    Duration hardLoadTimeout,
    int auditOneIn) {

  private static final Duration LONGEST_STALE = Duration.ofDays(30);

  /// Checks the bounds.
  ///
  /// @throws IllegalArgumentException naming the key, the value and the bound
  public RegionConfig {
    require(freshFor.toMillis() >= 1_000, "freshFor", freshFor, ">= 1s");
    require(absentFor.toMillis() >= 1, "absentFor", absentFor, ">= 1ms");
    require(jitterPercent >= 0 && jitterPercent <= 50, "jitterPercent", jitterPercent, "0 to 50");
    require(
        !refreshAheadFor.isNegative() && refreshAheadFor.compareTo(freshFor) < 0,
        "refreshAheadFor",
        refreshAheadFor,
        "0s or more, < freshFor");
    requireStale("staleWhileRevalidateFor", staleWhileRevalidateFor);
    requireStale("staleIfErrorFor", staleIfErrorFor);
    staleAtMost.ifPresent(
        bound -> require(bound.toMillis() >= 10, "staleAtMost", bound, ">= 10ms"));
    requireStale("unprovenFor", unprovenFor);
    require(nearBytes >= 1_024, "nearBytes", nearBytes, ">= 1KiB");
    require(entryBytes >= 1, "entryBytes", entryBytes, ">= 1");
    require(compressFromBytes >= 64, "compressFromBytes", compressFromBytes, ">= 64");
    require(loads >= 1, "loads", loads, ">= 1");
    require(softLoadTimeout.toMillis() >= 1, "softLoadTimeout", softLoadTimeout, ">= 1ms");
    require(hardLoadTimeout.toMillis() >= 1, "hardLoadTimeout", hardLoadTimeout, ">= 1ms");
    require(auditOneIn >= 0, "auditOneIn", auditOneIn, ">= 0");
  }

  /// Returns what fits records of a few hundred bytes that change now and then.
  public static RegionConfig defaults() {
    return new RegionTuning().config();
  }

  /// Returns the defaults, to be changed one by one.
  public static RegionTuning tuned() {
    return new RegionTuning();
  }

  /// Returns how long a value may be served after it has become stale, whatever for.
  public Duration staleFor() {
    return staleWhileRevalidateFor.compareTo(staleIfErrorFor) > 0
        ? staleWhileRevalidateFor
        : staleIfErrorFor;
  }

  private static void require(boolean holds, String key, Object value, String expected) {
    CacheConfig.require(holds, key, value, expected);
  }

  private static void requireStale(String key, Duration stale) {
    require(!stale.isNegative() && stale.compareTo(LONGEST_STALE) <= 0, key, stale, "0s to 30d");
  }
}
