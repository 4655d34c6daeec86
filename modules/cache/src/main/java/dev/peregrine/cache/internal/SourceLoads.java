package dev.peregrine.cache.internal;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.Loaded;
import dev.peregrine.cache.Loaded.Keeping;
import dev.peregrine.cache.Read;
import dev.peregrine.cache.Selection;
import dev.peregrine.cache.Staleness;
import dev.peregrine.cache.Tier;
import dev.peregrine.cache.Token;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks one region's source, a bounded number of times at once, and says how long its answer may be
/// believed. Safe on any thread.
///
/// @param region whose source
record SourceLoads<K, V extends Record>(Region<K, V> region) {

  private static final Logger LOG = LoggerFactory.getLogger(SourceLoads.class);
  private static final int UNWRITABLE = -1;

  /// When a load was started, and what it is known to see.
  ///
  /// @param atNanos this process's monotonic clock
  /// @param position every invalidation up to it was committed before the load
  record Start(long atNanos, long position) {}

  Future<Fetched> load(Fetching<K, V> fetching, long position) {
    var start = new Start(region.nanos(), position);
    return counted(fetching.call(), () -> guarded(() -> loading(fetching)))
        .map(loaded ->
            fetching.asked().options().bypass()
                ? passing(settled(fetching, loaded), start)
                : fetched(settled(fetching, loaded), start));
  }

  private @Nullable Future<Loaded<V>> loading(Fetching<K, V> fetching) {
    var loader = region.spec().loader();
    return held(fetching)
        .map(held -> loader.reload(fetching.key(), held, fetching.call()))
        .orElseGet(() -> loader.load(fetching.key(), fetching.call()));
  }

  /// Loads many keys at once; only for a region that has a loader for that.
  Future<Map<K, Loaded<V>>> loadAll(Set<K> keys, Call call) {
    return counted(
        call, () -> guarded(() -> region.spec().bulkLoader().orElseThrow().loadAll(keys, call)));
  }

  private <T> Future<T> counted(Call call, Supplier<Future<T>> load) {
    if (!region.startLoad()) {
      region.count(Event.LOAD_REFUSED);
      return Future.failedFuture(
          new BusFailure(
              FailureKind.OVERLOADED, "cache." + region.name(), "too many loads at once"));
    }
    region.count(Event.LOAD);
    var patienceMs =
        Math.min(call.deadline().remainingMs(), region.config().hardLoadTimeout().toMillis());
    return load.get()
        .timeout(Math.max(1, patienceMs), TimeUnit.MILLISECONDS)
        .recover(thrown -> Future.failedFuture(named(thrown)))
        .onFailure(thrown -> region.count(Event.LOAD_FAILED))
        .onComplete(done -> region.endLoad());
  }

  /// A loader is a stranger's code: it may throw whatever there is, or answer null, and must give
  /// its place back all the same.
  static <T> Future<T> guarded(Supplier<@Nullable Future<T>> loader) {
    try {
      var loading = loader.get();
      return loading == null
          ? Future.failedFuture(new IllegalStateException("the loader answered null"))
          : loading.map(loaded -> Objects.requireNonNull(loaded, "what the loader loaded"));
    } catch (Throwable thrown) {
      return Future.failedFuture(thrown);
    }
  }

  private BusFailure named(Throwable thrown) {
    var address = "cache." + region.name();
    return switch (thrown) {
      case BusFailure failure -> failure;
      case TimeoutException _ ->
          new BusFailure(FailureKind.DEADLINE, address, "the source is late");
      default -> new BusFailure(FailureKind.INTERNAL, address, "the source failed", thrown);
    };
  }

  // What is outdated was read from this region.
  @SuppressWarnings("unchecked")
  private Optional<V> held(Fetching<K, V> fetching) {
    return fetching.asked().outdated().flatMap(Fetch.Outdated::value).map(value -> (V) value);
  }

  /// Returns the value that was held for one that is not modified.
  private Loaded<V> settled(Fetching<K, V> fetching, Loaded<V> loaded) {
    if (loaded.keeping() != Keeping.NOT_MODIFIED) {
      return loaded;
    }
    var held = held(fetching);
    if (held.isEmpty()) {
      throw new BusFailure(
          FailureKind.INTERNAL,
          "cache." + region.name(),
          "the loader said that nothing was modified, but nothing was held");
    }
    region.count(Event.NOT_MODIFIED);
    var tags = fetching.asked().outdated().map(Fetch.Outdated::tags).orElse(Set.of());
    return new Loaded<>(
        held, loaded.tags().isEmpty() ? tags : loaded.tags(), loaded.freshFor(), Keeping.STORED);
  }

  /// Says how long what was loaded may be believed.
  Fetched fetched(Loaded<V> loaded, Start start) {
    var value = loaded.value();
    var written = value.map(this::written).orElse(0);
    var bytes = Math.max(0, written);
    for (var tag : loaded.tags()) {
      bytes += tag.length();
    }
    var fits = bytes <= region.config().entryBytes() && taggable(loaded);
    if (!fits) {
      region.count(Event.OVERSIZE);
    }
    var position = start.position();
    var freshUntil = start.atNanos() + lifeNanos(loaded, position);
    var lastsLonger = value.isPresent() && position != Stamp.UNKNOWN;
    var goneAt = freshUntil + (lastsLonger ? region.config().staleFor().toNanos() : 0);
    var read =
        new Read<>(
            value, Tier.SOURCE, start.atNanos(), freshUntil, Staleness.NONE, new Token(position));
    var stamp = new Stamp(position, loaded.tags(), freshUntil, goneAt);
    var keep = fits && written != UNWRITABLE && loaded.keeping() == Keeping.STORED;
    return new Fetched(read, stamp, bytes, keep);
  }

  /// Says nothing of what a value takes, since who bypasses the cache leaves nothing in it.
  private Fetched passing(Loaded<V> loaded, Start start) {
    var freshUntil = start.atNanos() + lifeNanos(loaded, Stamp.UNKNOWN);
    var token = new Token(Stamp.UNKNOWN);
    var read =
        new Read<>(loaded.value(), Tier.SOURCE, start.atNanos(), freshUntil, Staleness.NONE, token);
    return new Fetched(
        read, new Stamp(Stamp.UNKNOWN, loaded.tags(), freshUntil, freshUntil), 0, false);
  }

  /// Returns what a value takes as encoded. A codec that cannot write it is a fault of the program,
  /// and no reason to keep the value from who waits for it.
  private int written(V value) {
    try {
      return region.spec().codec().encode(value).length();
    } catch (RuntimeException unwritable) {
      region.count(Event.UNWRITABLE);
      LOG.error(
          "region {} cannot write a value, so it is not remembered", region.name(), unwritable);
      return UNWRITABLE;
    }
  }

  /// What has tags that no eviction could name must not be remembered.
  private static boolean taggable(Loaded<?> loaded) {
    return loaded.tags().size() <= Loaded.MAX_TAGS
        && loaded.tags().stream().allMatch(tag -> Texts.isTag(tag, Selection.MAX_TAG_BYTES));
  }

  private long lifeNanos(Loaded<V> loaded, long position) {
    var config = region.config();
    if (position == Stamp.UNKNOWN) {
      return region.boundNanos();
    }
    if (loaded.freshFor().isPresent()) {
      return shorter(loaded.freshFor().get(), config.freshFor()).toNanos();
    }
    var life = (loaded.value().isPresent() ? config.freshFor() : config.absentFor()).toNanos();
    var jitter = config.jitterPercent() / 100.0 * ThreadLocalRandom.current().nextDouble();
    return (long) (life * (1 - jitter));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
