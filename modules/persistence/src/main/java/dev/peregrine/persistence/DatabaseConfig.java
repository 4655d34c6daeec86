package dev.peregrine.persistence;

import dev.peregrine.persistence.internal.ServerAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where Postgres is and how much of it each class of work may use.
///
/// With pipelining, what counts on the server is statements at work, not clients: two cores are
/// busy with 2 to 6 backends, so the pools are small and their queues bounded.
///
/// @param primary where the writable server is, `postgresql://user:password@host:port/database`;
///   absent: the embedded server that comes with the launcher
/// @param replicas servers that follow the primary, at most eight, each by an address of its own
/// @param embeddedReplicas how many the embedded server is given, 0 to 4
/// @param replication when a replica may answer
/// @param startTimeout how long a start waits for the server before it gives up
/// @param maxLifetime how old a connection may get, give or take a tenth, at least 1 s; zero: as
///   old as it will
/// @param pipelining point reads in flight on one connection, 1 to 256; low, since one slow read
///   delays those behind it
/// @param reads point reads
/// @param lists lists, searches and counts
/// @param writes changes
/// @param relay the outbox relay
/// @param bulk imports and exports
public record DatabaseConfig(
    Optional<URI> primary,
    List<URI> replicas,
    int embeddedReplicas,
    ReplicationConfig replication,
    Duration startTimeout,
    Duration maxLifetime,
    int pipelining,
    PoolConfig reads,
    PoolConfig lists,
    PoolConfig writes,
    PoolConfig relay,
    PoolConfig bulk) {

  private static final long SHORTEST_LIFETIME_MS = 1_000;
  private static final int MOST_REPLICAS = 8;
  private static final int MOST_EMBEDDED = 4;

  /// Checks the bounds.
  ///
  /// @throws IllegalArgumentException naming the key, the value and the bound
  public DatabaseConfig {
    PoolConfig.require(pipelining >= 1 && pipelining <= 256, "pipelining", pipelining, "1 to 256");
    PoolConfig.require(!startTimeout.isNegative(), "startTimeout", startTimeout, ">= 0s");
    PoolConfig.require(
        maxLifetime.isZero() || maxLifetime.toMillis() >= SHORTEST_LIFETIME_MS,
        "maxLifetime",
        maxLifetime,
        "0s or >= 1s");
    primary.ifPresent(uri -> {
      var _ = ServerAddress.of("primary", uri);
    });
    replicas = List.copyOf(replicas);
    requireReplicas(primary, replicas);
    PoolConfig.require(
        embeddedReplicas >= 0 && embeddedReplicas <= (primary.isEmpty() ? MOST_EMBEDDED : 0),
        "embeddedReplicas",
        embeddedReplicas,
        primary.isEmpty() ? "0 to " + MOST_EMBEDDED : "0 beside postgres.primary");
  }

  private static void requireReplicas(Optional<URI> primary, List<URI> replicas) {
    for (var uri : replicas) {
      var _ = ServerAddress.of("replicas", uri);
    }
    var count = replicas.size() + " servers";
    PoolConfig.require(replicas.size() <= MOST_REPLICAS, "replicas", count, "at most 8");
    var different = Set.copyOf(replicas).size() == replicas.size();
    PoolConfig.require(different, "replicas", count, "each one once");
    var followed = replicas.isEmpty() || primary.isPresent();
    PoolConfig.require(followed, "replicas", count, "none without postgres.primary");
  }

  /// Returns the same with other servers.
  ///
  /// @param server the primary
  /// @param followers its replicas
  public DatabaseConfig at(URI server, List<URI> followers) {
    return new DatabaseConfig(
        Optional.of(server),
        followers,
        0,
        replication,
        startTimeout,
        maxLifetime,
        pipelining,
        reads,
        lists,
        writes,
        relay,
        bulk);
  }

  /// Returns the defaults: sized for a server and a service of two cores each.
  public static DatabaseConfig defaults() {
    return new DatabaseConfig(
        Optional.empty(),
        List.of(),
        0,
        ReplicationConfig.defaults(),
        Duration.ofSeconds(30),
        Duration.ofMinutes(30),
        16,
        new PoolConfig(2, 256, Duration.ofSeconds(1)),
        new PoolConfig(2, 512, Duration.ofSeconds(2)),
        new PoolConfig(4, 256, Duration.ofSeconds(2)),
        new PoolConfig(2, 16, Duration.ofSeconds(5)),
        new PoolConfig(2, 16, Duration.ofMinutes(2)));
  }
}
