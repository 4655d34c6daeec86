package dev.peregrine.cache.internal;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.Read;
import dev.peregrine.cache.Tier;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Asks the source, a bounded number of times at once, and says how long its answer may be
/// believed.
final class SourceLoads {

  /// The end of the log could not be read before the load, so the value is believed for the bound
  /// only.
  static final long UNKNOWN = 0;

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
      node.count(region.name(), Event.LOAD_REFUSED);
      return Future.failedFuture(
          new BusFailure(
              FailureKind.OVERLOADED, "cache." + region.name(), "too many loads at once"));
    }
    node.count(region.name(), Event.LOAD);
    var started = System.nanoTime();
    return region
        .load(fetching.key(), fetching.call())
        .onFailure(thrown -> node.count(region.name(), Event.LOAD_FAILED))
        .onComplete(done -> region.endLoad())
        .map(value -> fetched(region, value, started, position));
  }

  private <K, V extends Record> Fetched fetched(
      Region<K, V> region, Optional<V> value, long started, long position) {
    var bytes = value.map(region.codec()::encode).map(Buffer::length).orElse(0);
    var keep = bytes <= region.config().entryBytes();
    if (!keep) {
      node.count(region.name(), Event.OVERSIZE);
    }
    var read = new Read<>(value, Tier.SOURCE, started);
    var expiresAt = started + lifeNanos(region, value.isPresent(), position);
    return new Fetched(read, position, expiresAt, bytes + ENTRY_OVERHEAD_BYTES, keep);
  }

  private <K, V extends Record> long lifeNanos(
      Region<K, V> region, boolean present, long position) {
    if (position == UNKNOWN) {
      return node.staleAtMostNanos();
    }
    var config = region.config();
    var life = (present ? config.freshFor() : config.absentFor()).toNanos();
    return (long) (life * (1 - JITTER * ThreadLocalRandom.current().nextDouble()));
  }
}
