package dev.peregrine.cache.internal;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/// Evictions that Redis could not be told of, to be made good when it is back. Safe on any thread.
///
/// Until then this node does not read from Redis what they may mean: those keys, and of a region
/// that owes more than keys, nothing. When more is owed than is remembered, the whole region is
/// owed.
final class OwedEvictions {

  private static final int MAX_KEYS = 100_000;
  private static final int MAX_RULES = 64;

  /// By when they were owed last, so that what is owed again while it is being paid stays owed.
  private final ConcurrentMap<String, Debt> keys = new ConcurrentHashMap<>();

  private final ConcurrentMap<String, Debt> rules = new ConcurrentHashMap<>();
  private final AtomicLong clock = new AtomicLong();

  /// One eviction and when it was owed last.
  record Debt(Eviction eviction, long since) {}

  void add(Eviction eviction) {
    var debt = new Debt(eviction, clock.incrementAndGet());
    if (!eviction.isOfKey()) {
      addRule(debt);
    } else if (keys.size() < MAX_KEYS || keys.containsKey(eviction.record())) {
      keys.put(eviction.record(), debt);
    } else {
      addRule(new Debt(Eviction.ofEverything(eviction.region()), debt.since()));
    }
  }

  /// Tells whether something is owed that may mean this entry.
  boolean covers(String region, String record) {
    if (keys.isEmpty() && rules.isEmpty()) {
      return false;
    }
    return keys.containsKey(record)
        || rules.values().stream().anyMatch(debt -> debt.eviction().region().equals(region));
  }

  /// Returns at most this many of what is owed.
  List<Debt> some(int atMost) {
    return Stream.concat(rules.values().stream(), keys.values().stream()).limit(atMost).toList();
  }

  void paid(Debt debt) {
    var of = debt.eviction().isOfKey() ? keys : rules;
    of.remove(name(debt.eviction()), debt);
  }

  private void addRule(Debt debt) {
    var eviction = debt.eviction();
    if (rules.size() >= MAX_RULES && !rules.containsKey(name(eviction))) {
      // First the whole, then without the parts: there is no moment at which less is owed.
      var whole = Eviction.ofEverything(eviction.region());
      rules.put(name(whole), new Debt(whole, debt.since()));
      rules
          .values()
          .removeIf(one ->
              one.eviction().region().equals(eviction.region()) && !one.eviction().equals(whole));
    } else {
      rules.put(name(eviction), debt);
    }
  }

  private static String name(Eviction eviction) {
    return eviction.isOfKey() ? eviction.record() : eviction.kind() + eviction.record();
  }
}
