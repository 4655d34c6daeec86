package dev.peregrine.cache.internal;

import dev.peregrine.bus.Call;
import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.Read;
import dev.peregrine.cache.RegionConfig;
import dev.peregrine.cache.RegionFigures;
import dev.peregrine.cache.Selection;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One region in this process: its memory, and its fetches under way. Safe on any thread.
///
/// @param <K> the key's type
/// @param <V> the value's type
public final class Region<K, V extends Record> {

  private final RegionSpec<K, V> spec;
  private final RegionConfig config;
  private final Node node;
  private final NearMemory<K, V> memory;
  private final Flights<K, V> reads = new Flights<>(this);
  private final Flights<K, V> refreshes = new Flights<>(this);
  private final Duration longestLife;
  private final long boundNanos;
  private final long refreshAheadNanos;
  private final AtomicInteger loads = new AtomicInteger();

  /// The last eviction of this region that is known to be in the log. Two threads may write it; too
  /// low a number costs a load.
  private volatile long applied;

  Region(RegionSpec<K, V> spec, RegionConfig config, Node node) {
    this.spec = spec;
    this.config = config;
    this.node = node;
    this.boundNanos = config.staleAtMost().map(Duration::toNanos).orElse(node.staleAtMostNanos());
    this.refreshAheadNanos = config.refreshAheadFor().toNanos();
    this.longestLife = config.freshFor().plus(config.staleFor());
    this.memory = new NearMemory<>(config, longestLife, node::provenAtNanos, this::text);
  }

  /// Returns the region's name.
  public String name() {
    return spec.name();
  }

  /// Returns a key as text.
  ///
  /// @param key which
  /// @throws IllegalArgumentException if the text has not 1 to 1,024 bytes of UTF-8
  public String text(K key) {
    return Texts.require(spec.keyText().apply(key), "cache key", Selection.MAX_KEY_BYTES);
  }

  /// Returns the key that a text stands for.
  ///
  /// @param text what [#text] wrote
  /// @throws IllegalArgumentException if it is no key of this region
  public K key(String text) {
    return spec.textKey().apply(text);
  }

  /// Returns the one way to write the key that a text stands for; throws as [#key] does.
  String canonical(String text) {
    return text(key(text));
  }

  /// Fetches a key, unless a fetch of it is under way already; then waits for that. Answers on the
  /// caller's context.
  Future<Read<V>> join(K key, Call call, Supplier<Future<Fetched>> fetch) {
    return reads.join(key, call, fetch);
  }

  /// Fetches a key that is stale, unless that is under way already. When it fails, the key rests.
  Flight<V> refresh(K key, Supplier<Future<Fetched>> fetch) {
    return refreshes.start(
        key,
        () ->
            fetch
                .get()
                .onFailure(thrown -> {
                  count(Event.REFRESH_FAILED);
                  rest(key);
                }));
  }

  /// Lets nobody ask the source for a stale key for a while.
  void rest(K key) {
    var entry = memory.get(key);
    if (entry != null) {
      entry.restFrom(nanos());
    }
  }

  boolean rests(K key, long nowNanos) {
    var entry = memory.get(key);
    return entry != null && entry.rests(nowNanos);
  }

  /// Tells whether an entry that was hit is to be fetched again before it ends.
  ///
  /// @param entry what was hit
  public boolean isDue(NearEntry<V> entry) {
    if (refreshAheadNanos == 0) {
      return false;
    }
    var now = nanos();
    return isDue(entry.stamp(), now) && !entry.rests(now);
  }

  boolean isDue(Stamp stamp, long nowNanos) {
    return nowNanos - stamp.freshUntilNanos() + refreshAheadNanos >= 0;
  }

  /// Returns bound B of this region, in nanoseconds.
  long boundNanos() {
    return boundNanos;
  }

  long nanos() {
    return node.clock().nanos();
  }

  /// Tells whether the region ever serves what is stale.
  boolean servesStale() {
    return config.staleFor().isPositive();
  }

  /// Reads a fetch's answer as this region's type.
  ///
  /// @param fetched the answer to a question about this region
  // The question carried this region, so the answer is of its type.
  @SuppressWarnings("unchecked")
  public Read<V> read(Fetched fetched) {
    return (Read<V>) fetched.read();
  }

  Flight<V> newFlight() {
    return new Flight<>(memory.rules().version(), applied, nanos());
  }

  /// Tells whether who comes now may wait for a fetch under way. Without proof this node may not
  /// have heard of what was evicted since it started.
  boolean mayBeJoined(Flight<V> flight) {
    return !flight.isClosed() && node.believes(this, flight.startedAtNanos(), nanos());
  }

  void remember(K key, Fetched fetched, Flight<V> flight) {
    if (!fetched.keep()) {
      return;
    }
    var entry =
        NearEntry.of(read(fetched), fetched, Footprint.ofEntry(key, fetched), flight.born());
    memory.put(key, entry, flight, nanos());
    if (flight.invalidatedAfter(entry.stamp().position())) {
      count(Event.FILL_REJECTED);
    }
  }

  /// Applies an eviction that stands at this position of the log.
  void apply(Selection what, long position) {
    switch (what) {
      case Selection.Key(var text) -> forget(text, position);
      case Selection.Tag(var name) -> {
        memory.rules().tag(name, position);
        close(key -> true, position);
      }
      case Selection.Pattern(var text) -> {
        var glob = new Glob(text);
        memory.rules().pattern(text, position);
        close(key -> glob.matches(text(key)), position);
      }
      case Selection.Everything() -> {
        memory.rules().all(position);
        close(key -> true, position);
      }
    }
    applied = Math.max(applied, position);
  }

  private void close(Predicate<K> which, long position) {
    reads.close(which, position);
    refreshes.close(which, position);
  }

  /// Forgets what was selected, while the log cannot be written: its position is not known yet.
  void forgetNow(Selection what) {
    if (what instanceof Selection.Key(var text)) {
      forget(text, Long.MAX_VALUE);
    } else {
      forgetAll();
    }
  }

  void forgetAll() {
    // Another server may give positions away again.
    applied = 0;
    memory.rules().forgetAll();
    reads.invalidateAll();
    refreshes.invalidateAll();
  }

  /// Tells whether memory holds something older than a position.
  boolean holdsOlder(String text, long position) {
    return parsed(text).filter(key -> memory.holdsOlder(key, position)).isPresent();
  }

  private void forget(String text, long position) {
    parsed(text)
        .ifPresent(key -> {
          reads.invalidate(key, position);
          refreshes.invalidate(key, position);
          memory.forget(key, position);
        });
  }

  /// Another version's key is none of this region: nothing of ours can be meant by it.
  private Optional<K> parsed(String text) {
    try {
      return Optional.of(key(text));
    } catch (IllegalArgumentException foreign) {
      return Optional.empty();
    }
  }

  @Nullable NearEntry<V> near(K key) {
    return memory.get(key);
  }

  /// Tells whether nothing that was evicted since kills an entry.
  boolean isAlive(K key, NearEntry<V> entry) {
    return memory.isAlive(key, entry);
  }

  /// Returns a number that changes whenever the node starts afresh.
  int generation() {
    return memory.rules().forgottenAt();
  }

  /// Tells whether something that was evicted since kills what Redis holds.
  boolean isDead(String record, Set<String> tags, long position) {
    return memory.rules().kill(() -> record.substring(name().length() + 1), tags, position);
  }

  /// Tells whether an age is above what this node lets an entry reach; rules that could kill one so
  /// old may have been dropped.
  boolean outlived(long ageNanos) {
    return ageNanos > longestLife.toNanos();
  }

  /// Drops from memory what is dead; takes time in proportion to what is held.
  void sweep() {
    memory.sweep();
  }

  /// Counts what is held, alive and selected; takes time in proportion to what is held.
  public long held(Selection what) {
    return memory.held(what);
  }

  void count(Event event) {
    node.stats().count(name(), event);
  }

  boolean startLoad() {
    if (loads.incrementAndGet() > config.loads()) {
      loads.decrementAndGet();
      return false;
    }
    return true;
  }

  void endLoad() {
    loads.decrementAndGet();
  }

  RegionSpec<K, V> spec() {
    return spec;
  }

  RegionConfig config() {
    return config;
  }

  RegionFigures figures() {
    return memory.figures(name());
  }
}
