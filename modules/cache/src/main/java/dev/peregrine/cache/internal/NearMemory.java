package dev.peregrine.cache.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.peregrine.cache.RegionConfig;
import dev.peregrine.cache.RegionFigures;
import dev.peregrine.cache.Selection;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One region's entries in this process, and the rules that may have killed some of them. Safe on
/// any thread.
final class NearMemory<K, V extends Record> {

  /// How much later than its end an entry is thrown out; more than what the clock for that lags.
  private static final Duration HOUSEKEEPING = Duration.ofSeconds(10);

  private final Cache<K, NearEntry<V>> near;
  private final Rules rules;
  private final Function<K, String> text;

  /// Makes it, with nothing in it.
  ///
  /// @param config how much it may hold
  /// @param longestLife nobody serves an entry that is older, in memory or not
  /// @param lately a moment not long ago, in nanoseconds, that costs less to know than this moment:
  ///   a hit reads the clock once, to decide about freshness, and need not again for housekeeping
  /// @param text of a key
  NearMemory(
      RegionConfig config, Duration longestLife, LongSupplier lately, Function<K, String> text) {
    this.text = text;
    this.rules = new Rules(longestLife.toMillis());
    this.near =
        Caffeine.newBuilder()
            .maximumWeight(config.nearBytes())
            .weigher((K key, NearEntry<V> entry) -> entry.weightBytes())
            .expireAfterWrite(longestLife.plus(HOUSEKEEPING))
            .ticker(lately::getAsLong)
            .executor(Runnable::run)
            .build();
  }

  Rules rules() {
    return rules;
  }

  @Nullable NearEntry<V> get(K key) {
    return near.getIfPresent(key);
  }

  void put(K key, NearEntry<V> entry, Flight<V> flight, long nowNanos) {
    var position = entry.stamp().position();
    // The same lock on the key as in forget(): whichever comes first, an invalidation wins.
    near.asMap()
        .compute(
            key,
            (same, old) ->
                flight.invalidatedAfter(position) || isFresher(old, entry, nowNanos) ? old : entry);
  }

  /// What Redis had and is stale does not take the place of what a refresh has just brought.
  private static boolean isFresher(@Nullable NearEntry<?> old, NearEntry<?> entry, long nowNanos) {
    return old != null && old.stamp().isFresh(nowNanos) && !entry.stamp().isFresh(nowNanos);
  }

  void forget(K key, long position) {
    // Not computeIfPresent(), which looks without the lock first: it would miss an entry that put()
    // has decided to remember and is about to.
    near.asMap()
        .compute(
            key,
            (same, entry) -> entry == null || entry.stamp().position() < position ? null : entry);
  }

  /// Tells whether something older than a position is held for a key.
  boolean holdsOlder(K key, long position) {
    var entry = near.getIfPresent(key);
    return entry != null && entry.stamp().position() < position;
  }

  /// Tells whether nothing that was evicted since kills an entry.
  boolean isAlive(K key, NearEntry<V> entry) {
    var version = rules.version();
    if (entry.isVerified(version)) {
      return true;
    }
    var stamp = entry.stamp();
    // Where an entry of unknown position stands among the rules is not known either.
    var dead =
        entry.born() < rules.forgottenAt()
            || (stamp.position() == Stamp.UNKNOWN
                ? entry.born() != version
                : rules.kill(() -> text.apply(key), stamp.tags(), stamp.position()));
    if (dead) {
      return false;
    }
    entry.verify(version);
    return true;
  }

  /// Drops from memory what is dead; takes time in proportion to what is held.
  void sweep() {
    near.asMap()
        .forEach((key, entry) -> {
          if (!isAlive(key, entry)) {
            near.asMap().remove(key, entry);
          }
        });
  }

  /// Counts what is held, alive and selected; takes time in proportion to what is held.
  long held(Selection what) {
    Predicate<Map.Entry<K, NearEntry<V>>> meant =
        switch (what) {
          case Selection.Key(var key) -> one -> text.apply(one.getKey()).equals(key);
          case Selection.Tag(var name) -> one -> one.getValue().stamp().tags().contains(name);
          case Selection.Pattern(var pattern) -> matching(new Glob(pattern));
          case Selection.Everything() -> one -> true;
        };
    return near.asMap().entrySet().stream()
        .filter(one -> isAlive(one.getKey(), one.getValue()))
        .filter(meant)
        .count();
  }

  private Predicate<Map.Entry<K, NearEntry<V>>> matching(Glob glob) {
    return one -> glob.matches(text.apply(one.getKey()));
  }

  RegionFigures figures(String name) {
    var policy = near.policy().eviction().orElseThrow();
    return new RegionFigures(
        name,
        near.estimatedSize(),
        policy.weightedSize().orElse(0),
        policy.getMaximum(),
        rules.size());
  }
}
