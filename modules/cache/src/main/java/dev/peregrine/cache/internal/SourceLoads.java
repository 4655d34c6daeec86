package dev.peregrine.cache.internal;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.Loaded;
import dev.peregrine.cache.Read;
import dev.peregrine.cache.Selection;
import dev.peregrine.cache.Staleness;
import dev.peregrine.cache.Tier;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks the source, a bounded number of times at once, and says how long its answer may be
/// believed.
final class SourceLoads {

  /// What an entry weighs beside its encoded value: key, record, future, map node.
  static final int ENTRY_OVERHEAD_BYTES = 160;

  /// Lives differ by up to this part, so that what was loaded together does not expire together.
  private static final double JITTER = 0.1;

  private final Node node;

  SourceLoads(Node node) {
    this.node = node;
  }

  <K, V extends Record> Future<Fetched> load(Fetching<K, V> fetching, long position) {
    var region = fetching.region();
    if (!region.startLoad()) {
      region.count(Event.LOAD_REFUSED);
      return Future.failedFuture(
          new BusFailure(
              FailureKind.OVERLOADED, "cache." + region.name(), "too many loads at once"));
    }
    region.count(Event.LOAD);
    var started = System.nanoTime();
    return region
        .load(fetching.key(), fetching.call())
        .timeout(Math.max(1, fetching.call().deadline().remainingMs()), TimeUnit.MILLISECONDS)
        .recover(thrown -> Future.failedFuture(named(region, thrown)))
        .onFailure(thrown -> region.count(Event.LOAD_FAILED))
        .onComplete(done -> region.endLoad())
        .map(loaded -> fetched(region, loaded, started, position));
  }

  private static BusFailure named(Region<?, ?> region, Throwable thrown) {
    var address = "cache." + region.name();
    return switch (thrown) {
      case BusFailure failure -> failure;
      case TimeoutException _ ->
          new BusFailure(FailureKind.DEADLINE, address, "the source is late");
      default -> new BusFailure(FailureKind.INTERNAL, address, "the source failed", thrown);
    };
  }

  private <K, V extends Record> Fetched fetched(
      Region<K, V> region, Loaded<V> loaded, long started, long position) {
    var value = loaded.value();
    var bytes = value.map(region.codec()::encode).map(Buffer::length).orElse(0);
    for (var tag : loaded.tags()) {
      bytes += tag.length();
    }
    var keep = bytes <= region.config().entryBytes() && taggable(loaded);
    if (!keep) {
      region.count(Event.OVERSIZE);
    }
    var freshUntil = started + lifeNanos(region, value.isPresent(), position);
    var lastsLonger = value.isPresent() && position != Stamp.UNKNOWN;
    var goneAt = freshUntil + (lastsLonger ? region.config().staleFor().toNanos() : 0);
    var read = new Read<>(value, Tier.SOURCE, started, freshUntil, Staleness.NONE);
    var stamp = new Stamp(position, loaded.tags(), freshUntil, goneAt);
    return new Fetched(read, stamp, bytes + ENTRY_OVERHEAD_BYTES, keep);
  }

  /// What has tags that no eviction could name must not be remembered.
  private static boolean taggable(Loaded<?> loaded) {
    return loaded.tags().size() <= Loaded.MAX_TAGS
        && loaded.tags().stream().allMatch(tag -> Texts.isTag(tag, Selection.MAX_TAG_BYTES));
  }

  private <K, V extends Record> long lifeNanos(
      Region<K, V> region, boolean present, long position) {
    if (position == Stamp.UNKNOWN) {
      return node.staleAtMostNanos();
    }
    var config = region.config();
    var life = (present ? config.freshFor() : config.absentFor()).toNanos();
    return (long) (life * (1 - JITTER * ThreadLocalRandom.current().nextDouble()));
  }
}
