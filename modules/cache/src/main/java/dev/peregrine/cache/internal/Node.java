package dev.peregrine.cache.internal;

import dev.peregrine.cache.CacheClock;
import dev.peregrine.cache.CacheConfig;
import dev.peregrine.cache.CacheStats;
import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.Read;
import dev.peregrine.cache.ReadOptions;
import dev.peregrine.cache.RegionFigures;
import dev.peregrine.cache.Selection;
import dev.peregrine.cache.Token;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One node: its regions, and how far it has followed the invalidation log. Safe on any thread.
///
/// The node believes its memory only while it can prove that it has seen every invalidation older
/// than the bound. The proof is a poll of the log: whatever was in the log when the poll was sent
/// has been applied when it is answered. Its own monotonic clock is the only one involved (leases,
/// Gray and Cheriton 1989).
public final class Node {

  private final CacheConfig config;
  private final CacheStats stats;
  private final CacheClock clock;
  private final String name = UUID.randomUUID().toString();
  private final ConcurrentMap<String, Region<?, ?>> regions = new ConcurrentHashMap<>();
  private final OwedEvictions owed = new OwedEvictions();
  private final AtomicBoolean tailClaimed = new AtomicBoolean();
  private final long staleAtMostNanos;
  private final long longestBoundNanos;
  private volatile long cursor;
  private volatile long provenAtNanos;

  /// Makes a node without regions, which has proof of nothing yet.
  ///
  /// @param config namespace, bound and regions
  /// @param stats told what happens
  /// @param clock by which entries age
  public Node(CacheConfig config, CacheStats stats, CacheClock clock) {
    this.config = config;
    this.stats = stats;
    this.clock = clock;
    this.staleAtMostNanos = config.staleAtMost().toNanos();
    var longest =
        config.regions().values().stream()
            .flatMap(region -> region.staleAtMost().stream())
            .mapToLong(Duration::toNanos)
            .max();
    this.longestBoundNanos = Math.max(staleAtMostNanos, longest.orElse(0));
    this.provenAtNanos = clock.nanos() - longestBoundNanos - 1;
  }

  /// Takes a region in.
  ///
  /// @param spec as its room declares it
  /// @throws IllegalStateException if the name is taken, or has no configuration
  /// @throws IllegalArgumentException if no region can have the name
  public <K, V extends Record> Region<K, V> add(RegionSpec<K, V> spec) {
    Texts.requireRegion(spec.name());
    var settings = config.regions().get(spec.name());
    if (settings == null) {
      throw new IllegalStateException(
          "cache.regions." + spec.name() + ": absent (expected: an entry)");
    }
    var region = new Region<>(spec, settings, this);
    if (regions.putIfAbsent(spec.name(), region) != null) {
      throw new IllegalStateException("cache region " + spec.name() + " is declared twice");
    }
    return region;
  }

  /// Returns a region by its name, or null.
  ///
  /// @param name its name
  public @Nullable Region<?, ?> region(String name) {
    return regions.get(name);
  }

  /// Answers from this process's memory, if it may be believed.
  ///
  /// @param region where
  /// @param key which
  /// @param options who may answer
  /// @return what is remembered, or null when somebody else must be asked
  public <K, V extends Record> @Nullable NearEntry<V> near(
      Region<K, V> region, K key, ReadOptions options) {
    if (!options.near() || !reached(options.atLeast())) {
      return null;
    }
    var entry = region.near(key);
    if (entry == null) {
      return null;
    }
    var now = clock.nanos();
    if (now - entry.freshUntilNanos() >= 0 || !believes(region, entry.loadedAtNanos(), now)) {
      return null;
    }
    if (!region.isAlive(key, entry)) {
      region.count(Event.NEAR_DROPPED);
      return null;
    }
    stats.count(region.name(), Event.NEAR_HIT);
    return entry;
  }

  /// Returns what this process's memory has that is stale, by no more than the region allows.
  ///
  /// @param region where
  /// @param key which
  /// @param options who may answer
  /// @return the answer, or null when it has none that may be served
  <K, V extends Record> @Nullable Read<V> stale(Region<K, V> region, K key, ReadOptions options) {
    if (!region.servesStale() || !options.near() || !reached(options.atLeast())) {
      return null;
    }
    var entry = region.near(key);
    var now = clock.nanos();
    if (entry == null || entry.stamp().isFresh(now)) {
      return null;
    }
    var read = entry.hit().result();
    return mayBeServed(region, read, entry.stamp(), options) && region.isAlive(key, entry)
        ? read
        : null;
  }

  /// Returns what this process's memory has although it cannot be proven, if the region allows.
  ///
  /// @param region where
  /// @param key which
  /// @param options who may answer
  /// @return the answer, or null when it has none that may be served
  <K, V extends Record> @Nullable Read<V> unproven(
      Region<K, V> region, K key, ReadOptions options) {
    var entry = region.near(key);
    var now = clock.nanos();
    if (entry == null
        || !options.near()
        || options.atLeast().position() > 0
        || now - entry.freshUntilNanos() >= 0
        || now - provenAtNanos > region.boundNanos() + region.config().unprovenFor().toNanos()
        || !region.isAlive(key, entry)) {
      return null;
    }
    return entry.hit().result();
  }

  /// Tells whether something stale may be served, if nothing has killed it: while every eviction is
  /// known, within the region's time, and never to who has seen something newer.
  boolean mayBeServed(Region<?, ?> region, Read<?> read, Stamp stamp, ReadOptions options) {
    var now = clock.nanos();
    return read.value().isPresent()
        && stamp.position() != Stamp.UNKNOWN
        && stamp.position() >= options.atLeast().position()
        && now - stamp.goneAtNanos() < 0
        && isProven(region, now);
  }

  /// Tells whether this node's memory can be believed, within the node's own bound.
  public boolean coherent() {
    return clock.nanos() - provenAtNanos <= staleAtMostNanos;
  }

  /// Tells whether a region's memory can be believed, within the region's bound.
  boolean isProven(Region<?, ?> region, long nowNanos) {
    return nowNanos - provenAtNanos <= region.boundNanos();
  }

  /// Returns for how long there has been no proof that every eviction was seen, in nanoseconds.
  public long unprovenNanos() {
    return Math.max(0, clock.nanos() - provenAtNanos);
  }

  /// What was loaded less than the bound ago is within the bound whatever happened since.
  boolean believes(Region<?, ?> region, long loadedAtNanos, long nowNanos) {
    return isProven(region, nowNanos) || nowNanos - loadedAtNanos <= region.boundNanos();
  }

  /// Tells whether every eviction up to a token has been applied here.
  boolean reached(Token token) {
    return token.position() <= cursor;
  }

  /// Returns the last moment for which there is proof that every eviction until then was seen.
  long provenAtNanos() {
    return provenAtNanos;
  }

  void proven(long sentAtNanos) {
    provenAtNanos = sentAtNanos;
  }

  void follow(long position) {
    cursor = position;
  }

  /// Returns a place in the log up to which everything was applied here before now; unknown while
  /// this node cannot prove that the log is still the one it followed.
  long followed() {
    return coherent() ? cursor : Stamp.UNKNOWN;
  }

  /// Applies one eviction, which stands at this position of the log.
  void apply(Eviction eviction, long position) {
    var region = regions.get(eviction.region());
    if (region != null) {
      region.apply(eviction.what(), position);
    }
  }

  /// Applies what evicted everything of every region up to this position of the log.
  void applyToAll(long position) {
    regions.values().forEach(region -> region.apply(new Selection.Everything(), position));
  }

  /// History was lost: nothing in memory can be believed, nor what is being fetched.
  void forgetAll() {
    regions.values().forEach(Region::forgetAll);
  }

  void countEverywhere(Event event) {
    regions.values().forEach(region -> region.count(event));
  }

  void count(String name, Event event) {
    var region = regions.get(name);
    if (region != null) {
      region.count(event);
    }
  }

  /// Drops from memory what evictions have killed; takes time in proportion to what is held.
  void sweep() {
    regions.values().forEach(Region::sweep);
  }

  /// Forgets what is evicted here, and remembers to tell the others when Redis can be reached.
  void owe(Eviction eviction) {
    owed.add(eviction);
    var region = regions.get(eviction.region());
    if (region != null) {
      region.count(Event.EVICTION_OWED);
      region.forgetNow(eviction.what());
    }
  }

  OwedEvictions owed() {
    return owed;
  }

  long staleAtMostNanos() {
    return staleAtMostNanos;
  }

  /// Returns the longest bound of any region, in nanoseconds.
  long longestBoundNanos() {
    return longestBoundNanos;
  }

  CacheStats stats() {
    return stats;
  }

  CacheClock clock() {
    return clock;
  }

  /// Returns what other nodes know this one as, another name in each process.
  String name() {
    return name;
  }

  /// Returns the first part of every key in Redis.
  public String namespace() {
    return config.namespace();
  }

  /// Tells one caller, the first, that the log is its to follow.
  public boolean claimTail() {
    return tailClaimed.compareAndSet(false, true);
  }

  /// Returns what each region holds.
  public List<RegionFigures> figures() {
    return regions.values().stream().<RegionFigures>map(Region::figures).toList();
  }
}
