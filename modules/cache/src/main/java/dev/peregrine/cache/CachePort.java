package dev.peregrine.cache;

import dev.peregrine.bus.Address;

/// Every address that the cache owns.
public final class CachePort {

  /// Reads through a region.
  public static final Address<GetEntry, GetOutcome> GET =
      new Address<>("cache.get", GetEntry.class, GetOutcome.class);

  /// Remembers a value that the asker knows to be the source's.
  public static final Address<PutEntry, PutOutcome> PUT =
      new Address<>("cache.put", PutEntry.class, PutOutcome.class);

  /// Forgets a key, a tag, a pattern or a region on every node.
  public static final Address<Evict, EvictOutcome> EVICT =
      new Address<>("cache.evict", Evict.class, EvictOutcome.class);

  /// Forgets many keys on every node.
  public static final Address<EvictKeys, EvictOutcome> EVICT_KEYS =
      new Address<>("cache.evictKeys", EvictKeys.class, EvictOutcome.class);

  /// Shows what both tiers hold of a key; loads nothing.
  public static final Address<InspectEntry, InspectOutcome> INSPECT =
      new Address<>("cache.inspect", InspectEntry.class, InspectOutcome.class);

  /// Shows what each region holds in this process.
  public static final Address<ShowCaches, CacheFigures> STATS =
      new Address<>("cache.stats", ShowCaches.class, CacheFigures.class);

  private CachePort() {}
}
