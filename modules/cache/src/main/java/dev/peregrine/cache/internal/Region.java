package dev.peregrine.cache.internal;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.cache.CacheStats;
import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.Codec;
import dev.peregrine.cache.Read;
import dev.peregrine.cache.RegionConfig;
import dev.peregrine.cache.RegionFigures;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One region's memory in this process: its entries, and its fetches under way. Safe on any thread.
///
/// @param <K> the key's type
/// @param <V> the value's type
public final class Region<K, V extends Record> {

  private static final int MAX_KEY_LENGTH = 1_024;

  private final RegionSpec<K, V> spec;
  private final RegionConfig config;
  private final CacheStats stats;
  private final com.github.benmanes.caffeine.cache.Cache<K, NearEntry<V>> near;
  private final ConcurrentMap<K, Flight<V>> flights = new ConcurrentHashMap<>();
  private final AtomicInteger loads = new AtomicInteger();

  Region(RegionSpec<K, V> spec, RegionConfig config, CacheStats stats) {
    this.spec = spec;
    this.config = config;
    this.stats = stats;
    this.near =
        Caffeine.newBuilder()
            .maximumWeight(config.nearBytes())
            .weigher((K key, NearEntry<V> entry) -> entry.weightBytes())
            .expireAfterWrite(config.freshFor())
            .executor(Runnable::run)
            .build();
  }

  /// Returns the region's name.
  public String name() {
    return spec.name();
  }

  /// Returns a key as text.
  ///
  /// @param key which
  /// @throws IllegalArgumentException if the text is longer than 1,024 characters
  public String text(K key) {
    var text = spec.keyText().apply(key);
    if (text.length() > MAX_KEY_LENGTH) {
      throw new IllegalArgumentException(
          "cache key: " + text.length() + " characters (expected: at most " + MAX_KEY_LENGTH + ")");
    }
    return text;
  }

  /// Returns the key that a text stands for.
  ///
  /// @param text what [#text] wrote
  /// @throws IllegalArgumentException if it is no key of this region
  public K key(String text) {
    return spec.textKey().apply(text);
  }

  /// Fetches a key, unless a fetch of it is under way already; then waits for that.
  ///
  /// @param key which
  /// @param call until when this caller waits
  /// @param fetch asks the far tier and the source
  /// @return what was fetched, on the caller's context
  public Future<Read<V>> join(K key, Call call, Supplier<Future<Fetched>> fetch) {
    var mine = new Flight<V>();
    var other = flights.putIfAbsent(key, mine);
    if (other != null) {
      stats.count(name(), Event.COALESCED);
      return awaited(other, call).recover(thrown -> again(thrown, key, call, fetch));
    }
    var result = mine.result();
    var _ =
        fetch
            .get()
            .onComplete(
                fetched -> {
                  remember(key, fetched, mine);
                  flights.remove(key, mine);
                  mine.land(read(fetched));
                },
                thrown -> {
                  flights.remove(key, mine);
                  mine.crash(thrown);
                });
    return result;
  }

  private Future<Read<V>> awaited(Flight<V> other, Call call) {
    return other
        .result()
        .timeout(Math.max(1, call.deadline().remainingMs()), TimeUnit.MILLISECONDS)
        .recover(thrown ->
            Future.failedFuture(
                thrown instanceof TimeoutException
                    ? new BusFailure(FailureKind.DEADLINE, name(), "waited for another's load")
                    : thrown));
  }

  /// Who started the fetch may have had less time than this caller has.
  private Future<Read<V>> again(
      Throwable thrown, K key, Call call, Supplier<Future<Fetched>> fetch) {
    var late = thrown instanceof BusFailure failure && failure.kind() == FailureKind.DEADLINE;
    return late && !call.deadline().passed() ? join(key, call, fetch) : Future.failedFuture(thrown);
  }

  /// Reads a fetch's answer as this region's type.
  ///
  /// @param fetched the answer to a question about this region
  // The question carried this region, so the answer is of its type.
  @SuppressWarnings("unchecked")
  public Read<V> read(Fetched fetched) {
    return (Read<V>) fetched.read();
  }

  private void remember(K key, Fetched fetched, Flight<V> flight) {
    if (!fetched.keep()) {
      return;
    }
    var entry = NearEntry.of(read(fetched), fetched);
    // The same lock on the key as in forget(): whichever comes first, an invalidation wins.
    near.asMap()
        .compute(key, (same, old) -> flight.invalidatedAfter(entry.position()) ? old : entry);
    if (flight.invalidatedAfter(entry.position())) {
      stats.count(name(), Event.FILL_REJECTED);
    }
  }

  void forget(K key, long position) {
    var flight = flights.get(key);
    if (flight != null) {
      flight.mark(position);
    }
    near.asMap().computeIfPresent(key, (same, entry) -> entry.position() < position ? null : entry);
  }

  void forgetAll() {
    flights.values().forEach(flight -> flight.mark(Long.MAX_VALUE));
    near.invalidateAll();
  }

  void forgetText(String text, long position) {
    try {
      forget(key(text), position);
    } catch (IllegalArgumentException foreign) {
      // Another version's key: nothing of ours can be meant by it.
      return;
    }
  }

  @Nullable NearEntry<V> near(K key) {
    return near.getIfPresent(key);
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

  Future<Optional<V>> load(K key, Call call) {
    return spec.loader().load(key, call);
  }

  Codec<V> codec() {
    return spec.codec();
  }

  RegionConfig config() {
    return config;
  }

  RegionFigures figures() {
    var policy = near.policy().eviction().orElseThrow();
    return new RegionFigures(
        name(), near.estimatedSize(), policy.weightedSize().orElse(0), policy.getMaximum());
  }
}
