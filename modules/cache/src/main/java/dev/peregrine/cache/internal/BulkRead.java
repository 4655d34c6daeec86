package dev.peregrine.cache.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.cache.Read;
import dev.peregrine.cache.ReadOptions;
import dev.peregrine.cache.internal.FetchAll.Outcome;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// One read of many keys. Each is a flight of its own, so that whoever reads one of them meanwhile
/// waits for this read, and this read for whoever is at one of them already. Confined to the
/// caller's context.
///
/// @param <K> the key's type
/// @param <V> the value's type
public final class BulkRead<K, V extends Record> {

  private static final int MAX_KEYS = 10_000;

  private final Bus bus;
  private final Node node;
  private final Region<K, V> region;
  private final Call call;
  private final Freshening<K, V> freshening;
  private final Map<K, Promise<Fetched>> missing = new LinkedHashMap<>();

  /// Makes it.
  ///
  /// @param bus reaches the cache verticle
  /// @param node how far memory can be believed
  /// @param region what is read
  /// @param call until when the caller waits
  public BulkRead(Bus bus, Node node, Region<K, V> region, Call call) {
    this.bus = bus;
    this.node = node;
    this.region = region;
    this.call = call;
    this.freshening = new Freshening<>(bus, node, region);
  }

  /// Reads; once only.
  ///
  /// @param keys which
  /// @return what is known of each
  /// @throws IllegalArgumentException if there are more than 10,000
  public Future<Map<K, Read<V>>> read(Collection<K> keys) {
    var distinct = List.copyOf(new LinkedHashSet<>(keys));
    if (distinct.size() > MAX_KEYS) {
      throw new IllegalArgumentException(
          "cache keys: " + distinct.size() + " at once (expected: at most " + MAX_KEYS + ")");
    }
    var reads = new ArrayList<Future<Read<V>>>(distinct.size());
    for (var key : distinct) {
      reads.add(read(key));
    }
    fetch();
    return Future.all(reads)
        .map(done -> {
          var all = new LinkedHashMap<K, Read<V>>();
          for (var i = 0; i < reads.size(); i++) {
            all.put(distinct.get(i), reads.get(i).result());
          }
          return all;
        });
  }

  private Future<Read<V>> read(K key) {
    var near = node.near(region, key, ReadOptions.any());
    if (near != null) {
      return near.hit();
    }
    return node.stale(region, key, ReadOptions.any()) == null
        ? region.join(key, call, () -> wanted(key))
        : freshening.read(key, ReadOptions.any(), call);
  }

  private Future<Fetched> wanted(K key) {
    var promise = Promise.<Fetched>promise();
    missing.put(key, promise);
    return promise.future();
  }

  private void fetch() {
    if (missing.isEmpty()) {
      return;
    }
    var promises = List.copyOf(missing.values());
    var _ =
        bus.ask(FetchAll.ADDRESS, new FetchAll(region, List.copyOf(missing.keySet())), call)
            .onComplete(
                fetched -> settle(promises, fetched.each()),
                thrown -> promises.forEach(promise -> promise.fail(thrown)));
  }

  private void settle(List<Promise<Fetched>> promises, List<Outcome> outcomes) {
    var _ =
        Slices.each(
            promises.size(),
            index -> {
              switch (outcomes.get(index)) {
                case Outcome.Brought(var fetched) -> promises.get(index).complete(fetched);
                case Outcome.Failed(var why) -> promises.get(index).fail(why);
              }
            });
  }
}
