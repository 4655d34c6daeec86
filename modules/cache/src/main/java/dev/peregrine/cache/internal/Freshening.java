package dev.peregrine.cache.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.Read;
import dev.peregrine.cache.ReadOptions;
import dev.peregrine.cache.Staleness;
import dev.peregrine.cache.Tier;
import dev.peregrine.cache.Unproven;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Reads of one region that this process's memory cannot answer with something fresh: by what is
/// stale, as far as the region allows (RFC 5861), or by a fetch. Safe on any thread.
///
/// Stale is never what was evicted, nor what is older than the reader's token, nor anything while
/// this node cannot prove that it has seen every eviction.
///
/// @param <K> the key's type
/// @param <V> the value's type
public final class Freshening<K, V extends Record> {

  /// As long as a lease: another node does not start meanwhile.
  private static final Duration REFRESH_LIMIT = Duration.ofSeconds(3);

  private final Bus bus;
  private final Node node;
  private final Region<K, V> region;

  /// Makes it.
  ///
  /// @param bus reaches the cache verticle
  /// @param node how far memory can be believed
  /// @param region what is read
  public Freshening(Bus bus, Node node, Region<K, V> region) {
    this.bus = bus;
    this.node = node;
    this.region = region;
  }

  /// Reads a key of which nothing fresh is in memory.
  ///
  /// @param key which
  /// @param options who may answer
  /// @param call until when the caller waits
  /// @return what is known
  public Future<Read<V>> read(K key, ReadOptions options, Call call) {
    if (region.config().whenUnproven() != Unproven.BYPASS
        && !node.isProven(region, region.nanos())) {
      return unproven(key, options, call);
    }
    var held = node.stale(region, key, options);
    return held == null ? fetch(key, options, call) : serve(held, key, call);
  }

  private Future<Read<V>> unproven(K key, ReadOptions options, Call call) {
    if (region.config().whenUnproven() == Unproven.FAIL) {
      return Future.failedFuture(
          new BusFailure(
              FailureKind.UNAVAILABLE,
              "cache." + region.name(),
              "no proof that every eviction was seen"));
    }
    var held = node.unproven(region, key, options);
    return held == null ? fetch(key, options, call) : served(held, Staleness.UNPROVEN);
  }

  /// Fetches a key again that is fresh still, so that nobody has to wait when it is not.
  ///
  /// @param key which
  public void ahead(K key) {
    region.count(Event.REFRESH_AHEAD);
    var _ = refresh(key);
  }

  private Future<Read<V>> fetch(K key, ReadOptions options, Call call) {
    var fetch = new Fetch(region, key, options, Optional.empty());
    if (options.bypass() || !region.servesStale()) {
      return fetch(key, fetch, call);
    }
    return fetch(key, fetch, call)
        .compose(read ->
            read.tier() == Tier.FAR && region.nanos() - read.freshUntilNanos() > 0
                ? serve(read, key, call)
                : Future.succeededFuture(read));
  }

  private Future<Read<V>> fetch(K key, Fetch fetch, Call call) {
    return fetch.options().near() && fetch.options().atLeast().position() == 0
        ? region.join(key, call, () -> bus.ask(Fetch.ADDRESS, fetch, call))
        : bus.ask(Fetch.ADDRESS, fetch, call).map(region::read);
  }

  private Future<Read<V>> serve(Read<V> old, K key, Call call) {
    var now = region.nanos();
    var rests = region.rests(key, now);
    if (now - old.freshUntilNanos() < region.config().staleWhileRevalidateFor().toNanos()) {
      if (!rests) {
        var _ = refresh(key);
      }
      return served(old, Staleness.REVALIDATING);
    }
    if (rests) {
      return served(old, Staleness.ON_ERROR);
    }
    var flight = refresh(key);
    // Half of the time that is left: the other half is for whoever must answer with what is stale.
    var softMs = region.config().softLoadTimeout().toMillis();
    var patienceMs = Math.max(1, Math.min(softMs, call.deadline().remainingMs() / 2));
    return flight
        .result()
        .timeout(patienceMs, TimeUnit.MILLISECONDS)
        .recover(thrown -> {
          if (flight.isClosed()) {
            return fetch(key, new Fetch(region, key, ReadOptions.any(), Optional.empty()), call);
          }
          if (!isExcused(thrown)) {
            return Future.failedFuture(thrown);
          }
          region.rest(key);
          return served(old, Staleness.ON_ERROR);
        });
  }

  private Future<Read<V>> served(Read<V> old, Staleness reason) {
    region.count(old.tier() == Tier.NEAR ? Event.NEAR_STALE : Event.FAR_STALE);
    if (reason == Staleness.ON_ERROR) {
      region.count(Event.STALE_ON_ERROR);
    } else if (reason == Staleness.UNPROVEN) {
      region.count(Event.UNPROVEN);
    }
    return Future.succeededFuture(old.stale(reason));
  }

  /// Nobody's deadline bounds it but its own: what it brings is for those who come later.
  private Flight<V> refresh(K key) {
    var held = region.near(key);
    var outdated =
        held == null
            ? new Fetch.Outdated(Optional.empty(), Set.of())
            : new Fetch.Outdated(
                held.hit().result().value().map(Record.class::cast), held.stamp().tags());
    var fetch = new Fetch(region, key, ReadOptions.any(), Optional.of(outdated));
    return region.refresh(
        key, () -> bus.ask(Fetch.ADDRESS, fetch, Call.background("cache-refresh", REFRESH_LIMIT)));
  }

  /// A fault of the source is no excuse: it may be this very key that it cannot load.
  private static boolean isExcused(Throwable thrown) {
    return switch (thrown) {
      case TimeoutException _ -> true;
      case BusFailure failure ->
          switch (failure.kind()) {
            case UNAVAILABLE, OVERLOADED, DEADLINE -> true;
            case INVALID, INTERNAL -> false;
          };
      default -> false;
    };
  }
}
