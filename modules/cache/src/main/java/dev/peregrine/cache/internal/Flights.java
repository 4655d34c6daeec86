package dev.peregrine.cache.internal;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.Read;
import io.vertx.core.Future;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One region's fetches under way, one for each key: of those who wait for them, or of those that
/// make fresh what is stale. Safe on any thread.
final class Flights<K, V extends Record> {

  private static final Logger LOG = LoggerFactory.getLogger(Flights.class);

  private final Region<K, V> region;
  private final ConcurrentMap<K, Flight<V>> underWay = new ConcurrentHashMap<>();

  Flights(Region<K, V> region) {
    this.region = region;
  }

  /// Fetches a key, unless a fetch of it is under way already; then waits for that.
  Future<Read<V>> join(K key, Call call, Supplier<Future<Fetched>> fetch) {
    var mine = region.newFlight();
    var current = board(key, mine);
    if (!current.equals(mine)) {
      region.count(Event.COALESCED);
      return awaited(current, call).recover(thrown -> again(thrown, key, call, fetch));
    }
    var result = mine.result();
    launch(key, mine, fetch);
    return result;
  }

  /// Starts to fetch a key, unless a fetch of it is under way already, or the key rests.
  Flight<V> start(K key, Supplier<Future<Fetched>> fetch) {
    var mine = region.newFlight();
    var current = board(key, mine);
    if (current.equals(mine)) {
      launch(key, mine, () -> unlessResting(key, fetch));
    }
    return current;
  }

  /// Another's fetch may have failed since the caller looked whether the key rests: once this one
  /// has its place, none comes between.
  private Future<Fetched> unlessResting(K key, Supplier<Future<Fetched>> fetch) {
    if (region.rests(key, region.nanos())) {
      return Future.failedFuture(
          new BusFailure(
              FailureKind.UNAVAILABLE, "cache." + region.name(), "it has just failed for another"));
    }
    region.count(Event.REFRESH);
    return fetch.get();
  }

  void invalidate(K key, long position) {
    var flight = underWay.get(key);
    if (flight != null) {
      flight.invalidate(position);
    }
  }

  void invalidateAll() {
    underWay.values().forEach(flight -> flight.invalidate(Long.MAX_VALUE));
  }

  /// Lets nobody else wait for a fetch of these keys that may have read before this position.
  void close(Predicate<K> which, long position) {
    underWay.forEach((key, flight) -> {
      if (which.test(key)) {
        flight.close(position);
      }
    });
  }

  private Flight<V> board(K key, Flight<V> mine) {
    return underWay.compute(
        key,
        (same, other) -> {
          if (other != null && region.mayBeJoined(other)) {
            return other;
          }
          if (other != null) {
            other.replaced();
          }
          return mine;
        });
  }

  /// Whatever becomes of the fetch, the flight must end, or all who ask for the key would wait for
  /// it until their deadlines.
  private void launch(K key, Flight<V> flight, Supplier<Future<Fetched>> fetch) {
    var _ =
        started(fetch)
            .onComplete(
                fetched -> {
                  remember(key, flight, fetched);
                  underWay.remove(key, flight);
                  flight.land(region.read(fetched));
                },
                thrown -> {
                  underWay.remove(key, flight);
                  flight.crash(thrown);
                });
  }

  private static Future<Fetched> started(Supplier<Future<Fetched>> fetch) {
    try {
      return fetch.get();
    } catch (Throwable thrown) {
      return Future.failedFuture(thrown);
    }
  }

  /// To weigh a value its accessors are called, which may throw. That is a fault of the program,
  /// and no reason to keep the value from who waits for it.
  private void remember(K key, Flight<V> flight, Fetched fetched) {
    try {
      region.remember(key, fetched, flight);
    } catch (Throwable thrown) {
      region.count(Event.UNWRITABLE);
      LOG.error("region {} cannot weigh a value, so it is not remembered", region.name(), thrown);
    }
  }

  private Future<Read<V>> awaited(Flight<V> other, Call call) {
    return other
        .result()
        .timeout(Math.max(1, call.deadline().remainingMs()), TimeUnit.MILLISECONDS)
        .recover(thrown ->
            Future.failedFuture(
                thrown instanceof TimeoutException
                    ? new BusFailure(
                        FailureKind.DEADLINE, region.name(), "waited for another's load")
                    : thrown));
  }

  /// Who started the fetch may have had less time than this caller has.
  private Future<Read<V>> again(
      Throwable thrown, K key, Call call, Supplier<Future<Fetched>> fetch) {
    var late = thrown instanceof BusFailure failure && failure.kind() == FailureKind.DEADLINE;
    return late && !call.deadline().passed() ? join(key, call, fetch) : Future.failedFuture(thrown);
  }
}
