package dev.peregrine.cache;

import dev.peregrine.bus.Address;

/// Every address that the cache owns.
public final class CachePort {

  /// Reads through a region.
  public static final Address<GetEntry, GetOutcome> GET =
      new Address<>("cache.get", GetEntry.class, GetOutcome.class);

  /// Forgets a key on every node.
  public static final Address<EvictEntry, Evicted> EVICT =
      new Address<>("cache.evict", EvictEntry.class, Evicted.class);

  private CachePort() {}
}
