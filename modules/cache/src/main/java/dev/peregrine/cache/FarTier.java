package dev.peregrine.cache;

import dev.peregrine.cache.internal.DisturbedFar;
import dev.peregrine.cache.internal.Far;
import dev.peregrine.cache.internal.MemoryFar;
import dev.peregrine.cache.internal.RedisFar;
import java.net.URI;

/// The tier that all nodes of a namespace share: their entries, and the log of what was evicted.
public final class FarTier {

  private final Far far;

  private FarTier(Far far) {
    this.far = far;
  }

  /// Returns the tier in a Redis, 6.2 or newer, or what speaks like one.
  ///
  /// @param config how long to wait for it
  /// @param uri where it is
  public static FarTier redis(RedisConfig config, URI uri) {
    return new FarTier(new RedisFar(config, uri));
  }

  /// Returns a tier in this process, for tests and for services of one process: the same
  /// invalidation log, leases and checks without a server. All nodes that are given this very
  /// object share it; what is in it ends with the process.
  ///
  /// @param maxBytes bound of what its entries take
  /// @param clock by which its entries and leases end
  public static FarTier inMemory(long maxBytes, CacheClock clock) {
    return new FarTier(new MemoryFar(maxBytes, clock));
  }

  /// Returns the same tier with faults, for tests.
  ///
  /// @param disturbance asked before and after each operation
  public FarTier disturbedBy(Disturbance disturbance) {
    return new FarTier(new DisturbedFar(far, disturbance));
  }

  Far far() {
    return far;
  }
}
