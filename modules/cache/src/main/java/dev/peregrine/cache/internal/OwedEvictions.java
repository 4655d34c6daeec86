package dev.peregrine.cache.internal;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Evictions that Redis could not be told of, to be made good when it is back. Safe on any thread.
///
/// Until then this node does not read those keys from Redis, which may still hold their old values.
/// When more are owed than it remembers, it owes all: then it reads nothing from Redis until
/// everything there has expired.
final class OwedEvictions {

  private static final int MAX_REMEMBERED = 100_000;

  private final Set<String> keys = ConcurrentHashMap.newKeySet();
  private volatile boolean tooMany;
  private volatile long blindUntilNanos = System.nanoTime();

  void add(String record, long longestLifeNanos) {
    if (keys.size() >= MAX_REMEMBERED) {
      tooMany = true;
      blindUntilNanos = System.nanoTime() + longestLifeNanos;
    } else {
      keys.add(record);
    }
  }

  boolean contains(String record) {
    if (keys.isEmpty() && !tooMany) {
      return false;
    }
    return keys.contains(record) || (tooMany && System.nanoTime() - blindUntilNanos < 0);
  }

  /// Returns at most this many of what is owed.
  List<String> some(int atMost) {
    return keys.isEmpty() ? List.of() : keys.stream().limit(atMost).toList();
  }

  void paid(List<String> records) {
    records.forEach(keys::remove);
  }
}
