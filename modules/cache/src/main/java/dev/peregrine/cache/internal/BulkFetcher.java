package dev.peregrine.cache.internal;

import dev.peregrine.bus.Call;
import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.Loaded;
import dev.peregrine.cache.ReadOptions;
import dev.peregrine.cache.internal.FetchAll.FetchedAll;
import dev.peregrine.cache.internal.FetchAll.Outcome;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Walks from the far tier to the source for many keys at once: one exchange to read them, one to
/// lease those that are missing, one load, one exchange to fill. Confined to the deploying context.
///
/// Keys whose lease another node holds are loaded with the others, and not filled: to wait for so
/// many others one by one would cost more than it saves.
public final class BulkFetcher {

  private static final Outcome NOTHING_YET = new Outcome.Failed(new IllegalStateException());

  private final Node node;
  private final FarStore far;
  private final Guard guard;
  private final Beliefs beliefs;

  /// Makes a fetcher.
  ///
  /// @param node whose regions it serves
  /// @param far the far tier
  /// @param guard knows when to leave the far tier alone
  public BulkFetcher(Node node, FarStore far, Guard guard) {
    this.node = node;
    this.far = far;
    this.guard = guard;
    this.beliefs = new Beliefs(node);
  }

  /// Answers a fetch of many keys.
  ///
  /// @param asked which keys
  /// @param call until when the asker waits
  /// @return what the far tier or the source had, key by key
  public Future<FetchedAll> fetch(FetchAll asked, Call call) {
    return fetch(asked.region(), asked, call);
  }

  // The asker took the keys from the region that it names.
  @SuppressWarnings("unchecked")
  private <K, V extends Record> Future<FetchedAll> fetch(
      Region<K, V> region, FetchAll asked, Call call) {
    var outcomes = new LinkedHashMap<K, Outcome>();
    var fetchings = new ArrayList<Fetching<K, V>>(asked.keys().size());
    for (var one : asked.keys()) {
      var key = (K) one;
      var fetch = new Fetch(region, key, ReadOptions.any(), Optional.empty());
      fetchings.add(Fetching.of(region, key, fetch, call));
    }
    return held(fetchings, outcomes)
        .compose(missing -> missing.isEmpty() ? Future.succeededFuture() : load(missing, outcomes))
        .map(done -> new FetchedAll(asked.keys().stream().map(outcomes::get).toList()));
  }

  /// Takes what the far tier has, and returns what it has not.
  private <K, V extends Record> Future<List<Fetching<K, V>>> held(
      List<Fetching<K, V>> fetchings, Map<K, Outcome> outcomes) {
    var region = fetchings.getFirst().region();
    var missing = new ArrayList<Fetching<K, V>>();
    return guard
        .pass(() -> far.get(fetchings.stream().map(Fetching::record).toList()))
        .compose(held ->
            Slices.each(
                fetchings.size(),
                index -> {
                  var fetching = fetchings.get(index);
                  var believed =
                      node.owed().covers(region.name(), fetching.record())
                          ? Optional.<Fetched>empty()
                          : held.get(index).flatMap(bytes -> beliefs.believed(fetching, bytes));
                  believed.ifPresentOrElse(
                      fetched -> outcomes.put(fetching.key(), new Outcome.Brought(fetched)),
                      () -> missing.add(fetching));
                }))
        .<List<Fetching<K, V>>>map(done -> missing)
        .recover(thrown -> {
          region.count(Event.FAR_FAILED);
          return Future.succeededFuture(fetchings);
        });
  }

  private <K, V extends Record> Future<Void> load(
      List<Fetching<K, V>> missing, Map<K, Outcome> outcomes) {
    var region = missing.getFirst().region();
    var wanted =
        missing.stream()
            .map(fetching -> FarStore.Wanted.whateverIsThere(fetching.record()))
            .toList();
    return guard
        .pass(() -> far.lease(wanted))
        .map(Optional::of)
        .otherwise(thrown -> {
          region.count(Event.FAR_FAILED);
          return Optional.empty();
        })
        .compose(leases -> {
          var position = leases.map(FarStore.Leases::position).orElse(Stamp.UNKNOWN);
          return loaded(missing, position)
              .compose(loaded ->
                  Slices.each(
                      missing.size(),
                      index -> outcomes.put(missing.get(index).key(), loaded.get(index))))
              .onComplete(done -> leases.ifPresent(held -> fill(missing, held, outcomes)));
        });
  }

  private <K, V extends Record> Future<List<Outcome>> loaded(
      List<Fetching<K, V>> missing, long position) {
    var region = missing.getFirst().region();
    var source = new SourceLoads<>(region);
    if (region.spec().bulkLoader().isEmpty()) {
      var each =
          missing.stream().map(fetching -> outcome(source.load(fetching, position))).toList();
      return Future.join(each).map(done -> each.stream().map(Future::result).toList());
    }
    var start = new SourceLoads.Start(region.nanos(), position);
    var keys = new LinkedHashMap<K, Outcome>();
    missing.forEach(fetching -> keys.put(fetching.key(), NOTHING_YET));
    return source
        .loadAll(Collections.unmodifiableSet(keys.keySet()), missing.getFirst().call())
        .compose(loaded ->
            Slices.each(
                    missing.size(),
                    index -> {
                      var key = missing.get(index).key();
                      var one = loaded.containsKey(key) ? loaded.get(key) : Loaded.<V>absent();
                      keys.put(key, new Outcome.Brought(source.fetched(one, start)));
                    })
                .map(done -> List.copyOf(keys.values())))
        .otherwise(thrown -> {
          keys.replaceAll((key, outcome) -> new Outcome.Failed(thrown));
          return List.copyOf(keys.values());
        });
  }

  private static Future<Outcome> outcome(Future<Fetched> fetched) {
    return fetched.<Outcome>map(Outcome.Brought::new).otherwise(Outcome.Failed::new);
  }

  /// Nobody waits for the fill: whoever asked has the answer already.
  private <K, V extends Record> void fill(
      List<Fetching<K, V>> missing, FarStore.Leases leases, Map<K, Outcome> outcomes) {
    var region = missing.getFirst().region();
    var entries = new Entries<>(region);
    var fillings = new ArrayList<FarStore.Filling>();
    var unused = new ArrayList<String>();
    var _ =
        Slices.each(
                missing.size(),
                index -> {
                  var fetching = missing.get(index);
                  if (!leases.granted().get(index)) {
                    return;
                  }
                  if (outcomes.get(fetching.key()) instanceof Outcome.Brought(var fetched)
                      && fetched.keep()) {
                    fillings.add(entries.filling(fetching.record(), fetched));
                  } else {
                    unused.add(fetching.record());
                  }
                })
            .compose(done -> settle(leases.token(), fillings, unused))
            .onSuccess(filled ->
                filled.stream()
                    .filter(one -> !one)
                    .forEach(one -> region.count(Event.FILL_REJECTED)))
            .onFailure(thrown -> region.count(Event.FAR_FAILED));
  }

  private Future<List<Boolean>> settle(
      String token, List<FarStore.Filling> fillings, List<String> unused) {
    var released =
        unused.isEmpty()
            ? Future.<Void>succeededFuture()
            : guard.pass(() -> far.release(token, unused));
    return released.compose(done ->
        fillings.isEmpty()
            ? Future.succeededFuture(List.of())
            : guard.pass(() -> far.fill(token, fillings)));
  }
}
