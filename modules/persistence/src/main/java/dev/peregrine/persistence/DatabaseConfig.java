package dev.peregrine.persistence;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// Where Postgres is and how much of it each class of work may use.
///
/// With pipelining, what counts on the server is statements at work, not clients: two cores are
/// busy with 2 to 6 backends, so the pools are small and their queues bounded.
///
/// @param primary where the writable server is, `postgresql://user:password@host:port/database`;
///   absent: the embedded server that comes with the launcher
/// @param startTimeout how long a start waits for the server before it gives up
/// @param pipelining point reads in flight on one connection, 1 to 256; low, since one slow read
///   delays those behind it
/// @param reads point reads
/// @param lists lists, searches and counts
/// @param writes changes
/// @param relay the outbox relay
public record DatabaseConfig(
    Optional<URI> primary,
    Duration startTimeout,
    int pipelining,
    PoolConfig reads,
    PoolConfig lists,
    PoolConfig writes,
    PoolConfig relay) {

  /// Checks the bounds.
  ///
  /// @throws IllegalArgumentException naming the key, the value and the bound
  public DatabaseConfig {
    PoolConfig.require(pipelining >= 1 && pipelining <= 256, "pipelining", pipelining, "1 to 256");
    PoolConfig.require(!startTimeout.isNegative(), "startTimeout", startTimeout, ">= 0s");
    primary.ifPresent(uri -> {
      var _ = ServerAddress.of(uri);
    });
  }

  /// Returns the defaults: sized for a server and a service of two cores each.
  public static DatabaseConfig defaults() {
    return new DatabaseConfig(
        Optional.empty(),
        Duration.ofSeconds(30),
        16,
        new PoolConfig(2, 256, Duration.ofSeconds(1)),
        new PoolConfig(2, 512, Duration.ofSeconds(2)),
        new PoolConfig(4, 256, Duration.ofSeconds(2)),
        new PoolConfig(2, 16, Duration.ofSeconds(5)));
  }
}
