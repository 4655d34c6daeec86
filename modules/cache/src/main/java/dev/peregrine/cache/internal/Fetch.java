package dev.peregrine.cache.internal;

import dev.peregrine.bus.Address;
import dev.peregrine.cache.ReadOptions;

/// Asks the cache verticle for a key that this process's memory does not have.
///
/// @param region which region
/// @param key one of its keys
/// @param options who may answer
/// @param refresh whether what is stale is known already, and something fresh is wanted
public record Fetch(Region<?, ?> region, Object key, ReadOptions options, boolean refresh) {

  /// Where the cache verticle answers; inside the room only.
  public static final Address<Fetch, Fetched> ADDRESS =
      new Address<>("cache.fetch", Fetch.class, Fetched.class);
}
