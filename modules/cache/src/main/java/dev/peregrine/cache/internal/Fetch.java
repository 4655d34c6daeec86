package dev.peregrine.cache.internal;

import dev.peregrine.bus.Address;
import dev.peregrine.cache.ReadOptions;

/// Asks the cache verticle for a key that this process's memory does not have.
///
/// @param region which region
/// @param key one of its keys
/// @param options who may answer
public record Fetch(Region<?, ?> region, Object key, ReadOptions options) {

  /// Where the cache verticle answers; inside the room only.
  public static final Address<Fetch, Fetched> ADDRESS =
      new Address<>("cache.fetch", Fetch.class, Fetched.class);
}
