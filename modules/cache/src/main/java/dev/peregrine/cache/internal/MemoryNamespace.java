package dev.peregrine.cache.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.peregrine.cache.CacheClock;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// One namespace of a far tier in this process: what Redis would hold, and each of its scripts as a
/// method. Safe on any thread; nothing waits inside.
final class MemoryNamespace {

  private static final int LOG_LENGTH = 100_000;
  private static final int MAX_RULES = 10_000;

  private final CacheClock clock;
  private final long startedMs = System.currentTimeMillis();
  private final long startedNanos;
  private final Cache<String, Kept> entries;
  private final Map<String, LeaseHeld> leases = new HashMap<>();
  private final TreeMap<Long, FarLog.Entry> log = new TreeMap<>();
  private final Map<Eviction, Long> rules = new HashMap<>();
  private final Map<String, Long> followers = new ConcurrentHashMap<>();
  private final List<Runnable> waiting = new ArrayList<>();
  private long floor;
  private long end;

  private record Kept(Buffer bytes, long goneAtMs) {}

  private record LeaseHeld(String token, long endsAtMs) {}

  MemoryNamespace(long maxBytes, CacheClock clock) {
    this.clock = clock;
    this.startedNanos = clock.nanos();
    entries =
        Caffeine.newBuilder()
            .maximumWeight(maxBytes)
            .weigher((String record, Kept kept) -> record.length() + kept.bytes().length())
            .executor(Runnable::run)
            .build();
  }

  /// Never goes back, whatever the wall clock does.
  long nowMs() {
    return startedMs + TimeUnit.NANOSECONDS.toMillis(clock.nanos() - startedNanos);
  }

  synchronized Optional<FarStore.Held> get(String record) {
    var kept = entries.getIfPresent(record);
    var now = nowMs();
    return kept == null || kept.goneAtMs() <= now
        ? Optional.empty()
        : Optional.of(new FarStore.Held(kept.bytes(), now));
  }

  synchronized boolean lease(FarStore.Wanted wanted, String token) {
    var there = get(wanted.record()).map(FarStore.Held::mark);
    if (there.isPresent() && wanted.seen().isPresent() && !there.equals(wanted.seen())) {
      return false;
    }
    var now = nowMs();
    leases.values().removeIf(held -> held.endsAtMs() <= now);
    var lease = new LeaseHeld(token, now + RedisFarStore.LEASE_MS);
    return leases.putIfAbsent(wanted.record(), lease) == null;
  }

  synchronized boolean fill(String token, FarStore.Filling filling) {
    if (!holds(filling.record(), token)) {
      return false;
    }
    leases.remove(filling.record());
    keep(filling, EntryFormat.born(filling.entry(), nowMs()));
    return true;
  }

  synchronized void release(String token, String record) {
    if (holds(record, token)) {
      leases.remove(record);
    }
  }

  synchronized long evict(Eviction eviction) {
    var position = append(Optional.of(eviction));
    if (eviction.isOfKey()) {
      entries.invalidate(eviction.record());
      leases.remove(eviction.record());
    } else {
      if (rules.size() >= MAX_RULES) {
        rules.clear();
        floor = position;
      }
      rules.put(eviction, position);
    }
    wake();
    return position;
  }

  synchronized OptionalLong put(FarStore.Putting putting) {
    var filling = putting.filling();
    if (putting.expected().isPresent()
        && putting.expected().getAsLong() != position(filling.record())) {
      return OptionalLong.empty();
    }
    var position = append(Eviction.parse(Eviction.KEY, filling.record()));
    leases.remove(filling.record());
    keep(filling, EntryFormat.born(EntryFormat.at(filling.entry(), position), nowMs()));
    wake();
    return OptionalLong.of(position);
  }

  synchronized FarLog.Start hello(String node) {
    followers.put(node, 0L);
    var position = append(Optional.empty());
    wake();
    return new FarLog.Start(position, rules, floor, "memory");
  }

  synchronized FarLog.News after(long cursor) {
    var news = log.tailMap(cursor, false).values().stream().limit(FarLog.BATCH).toList();
    return new FarLog.News(news, log.containsKey(cursor), Optional.of("memory"));
  }

  /// Runs something once, when there is something new.
  synchronized void wakes(Runnable waiter) {
    waiting.add(waiter);
  }

  synchronized void leaves(Runnable waiter) {
    waiting.remove(waiter);
  }

  synchronized long end() {
    return end;
  }

  Map<String, Long> followers() {
    return followers;
  }

  private long position(String record) {
    return get(record).map(held -> EntryFormat.position(held.bytes())).orElse(Stamp.UNKNOWN);
  }

  private boolean holds(String record, String token) {
    var held = leases.get(record);
    return held != null && held.token().equals(token) && held.endsAtMs() > nowMs();
  }

  private void keep(FarStore.Filling filling, Buffer entry) {
    entries.put(filling.record(), new Kept(entry, nowMs() + filling.lifeMs()));
  }

  private long append(Optional<Eviction> eviction) {
    end = Math.max(end + 1, LogPosition.first(nowMs()));
    log.put(end, new FarLog.Entry(end, eviction, false));
    if (log.size() > LOG_LENGTH) {
      log.pollFirstEntry();
    }
    return end;
  }

  private void wake() {
    var woken = List.copyOf(waiting);
    waiting.clear();
    woken.forEach(Runnable::run);
  }
}
