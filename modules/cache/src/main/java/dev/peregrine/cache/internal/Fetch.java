package dev.peregrine.cache.internal;

import dev.peregrine.bus.Address;
import dev.peregrine.cache.ReadOptions;
import java.util.Optional;
import java.util.Set;

/// Asks the cache verticle for a key that this process's memory does not have.
///
/// @param region which region
/// @param key one of its keys
/// @param options who may answer
/// @param outdated what is to be replaced by something fresh, so that nothing stale will do; empty
///   when nothing is known yet
public record Fetch(
    Region<?, ?> region, Object key, ReadOptions options, Optional<Outdated> outdated) {

  /// Where the cache verticle answers; inside the room only.
  public static final Address<Fetch, Fetched> ADDRESS =
      new Address<>("cache.fetch", Fetch.class, Fetched.class);

  /// What is remembered and to be fetched again.
  ///
  /// @param value the value; empty when it is not known any more
  /// @param tags its tags
  public record Outdated(Optional<Record> value, Set<String> tags) {

    /// Copies.
    public Outdated {
      tags = Set.copyOf(tags);
    }
  }

  boolean refresh() {
    return outdated.isPresent();
  }
}
