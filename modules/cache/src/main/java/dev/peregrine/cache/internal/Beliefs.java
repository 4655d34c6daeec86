package dev.peregrine.cache.internal;

import dev.peregrine.cache.CacheStats.Event;
import java.util.Optional;

/// Decides what of the far tier may be believed. Safe on any thread.
///
/// The far tier itself forgets keys; what was evicted by rule, this node must know.
///
/// @param node what it has seen of the log
record Beliefs(Node node) {

  /// Returns what is held for a key, if it may be believed.
  <K, V extends Record> Optional<Fetched> believed(Fetching<K, V> fetching, FarStore.Held held) {
    var region = fetching.region();
    try {
      var entry = new Entries<>(region).decode(held);
      if (entry.isPresent()) {
        return entry.filter(one -> isBelieved(fetching, one));
      }
    } catch (RuntimeException notAValue) {
      // Somebody else's bytes, or an older shape's: counted below, and loaded afresh.
    }
    region.count(Event.FAR_UNREADABLE);
    return Optional.empty();
  }

  private <K, V extends Record> boolean isBelieved(Fetching<K, V> fetching, Fetched fetched) {
    var region = fetching.region();
    var stamp = fetched.stamp();
    var now = region.nanos();
    var atLeast = fetching.asked().options().atLeast();
    if (!(node.reached(atLeast) || stamp.position() >= atLeast.position())
        || !node.believes(region, fetched.read().loadedAtNanos(), now)
        || fetching.generation() != region.generation()
        || region.outlived(now - fetched.read().loadedAtNanos())
        || region.isDead(fetching.record(), stamp.tags(), stamp.position())) {
      region.count(Event.FAR_DROPPED);
      return false;
    }
    if (fetching.asked().refresh() && region.isDue(stamp, now)) {
      // As old as what is to be replaced.
      return false;
    }
    if (stamp.isFresh(now)) {
      region.count(Event.FAR_HIT);
      return true;
    }
    return !fetching.asked().refresh()
        && region.servesStale()
        && node.mayBeServed(region, fetched.read(), stamp, fetching.asked().options());
  }
}
