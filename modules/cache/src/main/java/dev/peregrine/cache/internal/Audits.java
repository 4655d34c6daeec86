package dev.peregrine.cache.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.Read;
import dev.peregrine.cache.ReadOptions;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compares a sample of one region's hits with the source, behind the answers. Safe on any thread.
///
/// A hit may differ from the source for as long as an eviction needs to arrive. So one that differs
/// is looked at again when twice the bound and a second have passed: if it is still served as fresh
/// then, the region lies longer than it says. (The idea of Meta's Polaris, 2022.)
///
/// @param <K> the key's type
/// @param <V> the value's type
public final class Audits<K, V extends Record> {

  private static final Logger LOG = LoggerFactory.getLogger(Audits.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int AT_ONCE = 4;
  private static final long GRACE_MS = 1_000;

  private final Bus bus;
  private final Node node;
  private final Region<K, V> region;
  private final int oneIn;
  private final AtomicInteger underWay = new AtomicInteger();

  /// Makes it.
  ///
  /// @param bus reaches the cache verticle
  /// @param node how far memory can be believed
  /// @param region whose hits
  public Audits(Bus bus, Node node, Region<K, V> region) {
    this.bus = bus;
    this.node = node;
    this.region = region;
    this.oneIn = region.config().auditOneIn();
  }

  /// Looks at a hit, if it is one of the sample; on a Vert.x context only, and few at once.
  ///
  /// @param key which
  /// @param hit what was served
  public void sample(K key, NearEntry<V> hit) {
    if (oneIn == 0 || ThreadLocalRandom.current().nextInt(oneIn) != 0) {
      return;
    }
    var context = Vertx.currentContext();
    if (context == null || underWay.incrementAndGet() > AT_ONCE) {
      if (context != null) {
        underWay.decrementAndGet();
      }
      return;
    }
    var fetch = new Fetch(region, key, ReadOptions.bypassed(), Optional.empty());
    var _ =
        bus.ask(Fetch.ADDRESS, fetch, Call.background("cache-audit", PATIENCE))
            .onComplete(
                fetched -> compare(context.owner(), key, hit, region.read(fetched)),
                // Who cannot be asked says nothing about the cache.
                thrown -> underWay.decrementAndGet());
  }

  private void compare(Vertx vertx, K key, NearEntry<V> hit, Read<V> source) {
    if (hit.hit().result().value().equals(source.value())) {
      settle();
      return;
    }
    var waitMs = 2 * TimeUnit.NANOSECONDS.toMillis(region.boundNanos()) + GRACE_MS;
    vertx.setTimer(
        waitMs,
        fired -> {
          var served = node.near(region, key, ReadOptions.any());
          if (hit.equals(served)) {
            region.count(Event.AUDIT_STALE);
            LOG.error(
                "region {} serves what its source has not: loaded {} ms ago, at position {}",
                region.name(),
                TimeUnit.NANOSECONDS.toMillis(region.nanos() - hit.loadedAtNanos()),
                hit.stamp().position());
          }
          settle();
        });
  }

  private void settle() {
    underWay.decrementAndGet();
    region.count(Event.AUDITED);
  }
}
