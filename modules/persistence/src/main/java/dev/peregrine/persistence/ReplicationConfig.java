package dev.peregrine.persistence;

import java.time.Duration;

/// When a replica may answer.
///
/// @param checkEvery time between two looks at a server, 10 ms to 10 s
/// @param answerWithin longest wait for what is looked at, 10 ms to 10 s; a replica that hangs
///   leaves after this and `checkEvery` together
/// @param lagAtMost how long the primary may be ahead of a replica in rotation, 10 ms to 60 s
/// @param lagAtMostBytes how much of the log may separate them, from 64 KiB
/// @param provenFor how long a replica must be well before it is in rotation, 0 s to 10 min
/// @param fallBacks lists at most that the primary has in flight in the place of replicas, 0 to
///   100000; more are refused, so that replicas that are out do not take the primary with them
public record ReplicationConfig(
    Duration checkEvery,
    Duration answerWithin,
    Duration lagAtMost,
    long lagAtMostBytes,
    Duration provenFor,
    int fallBacks) {

  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final long FEWEST_BYTES = 64 << 10;
  private static final int MOST_FALL_BACKS = 100_000;

  /// Checks the bounds.
  ///
  /// @throws IllegalArgumentException naming the key, the value and the bound
  public ReplicationConfig {
    between("checkEvery", checkEvery, SHORTEST, Duration.ofSeconds(10));
    between("answerWithin", answerWithin, SHORTEST, Duration.ofSeconds(10));
    between("lagAtMost", lagAtMost, SHORTEST, Duration.ofMinutes(1));
    between("provenFor", provenFor, Duration.ZERO, Duration.ofMinutes(10));
    PoolConfig.require(
        lagAtMostBytes >= FEWEST_BYTES, "replication.lagAtMostBytes", lagAtMostBytes, ">= 64KiB");
    PoolConfig.require(
        fallBacks >= 0 && fallBacks <= MOST_FALL_BACKS,
        "replication.fallBacks",
        fallBacks,
        "0 to " + MOST_FALL_BACKS);
  }

  /// Returns the defaults: a replica that hangs is out within half a second.
  public static ReplicationConfig defaults() {
    return new ReplicationConfig(
        Duration.ofMillis(150),
        Duration.ofMillis(300),
        Duration.ofSeconds(1),
        16L << 20,
        Duration.ofSeconds(1),
        64);
  }

  private static void between(String key, Duration value, Duration least, Duration most) {
    PoolConfig.require(
        value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
        "replication." + key,
        value,
        least + " to " + most);
  }
}
