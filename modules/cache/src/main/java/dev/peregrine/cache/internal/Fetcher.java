package dev.peregrine.cache.internal;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.cache.CacheStats.Event;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/// Walks from Redis to the source for one key. Confined to the deploying context.
///
/// Trouble with Redis never fails a read: the source is asked instead, and what it says is believed
/// for the bound only.
public final class Fetcher {

  private static final long FILL_POLL_MS = 10;
  private static final long FILL_WAIT_NANOS = Duration.ofMillis(300).toNanos();

  private final Vertx vertx;
  private final Node node;
  private final FarStore far;
  private final Guard guard;
  private final Beliefs beliefs;

  /// Makes a fetcher.
  ///
  /// @param vertx whose timers it uses
  /// @param node whose regions it serves
  /// @param far the far tier
  /// @param guard knows when to leave the far tier alone
  public Fetcher(Vertx vertx, Node node, FarStore far, Guard guard) {
    this.vertx = vertx;
    this.node = node;
    this.far = far;
    this.guard = guard;
    this.beliefs = new Beliefs(node);
  }

  /// Answers one fetch.
  ///
  /// @param fetch which key
  /// @param call until when the asker waits
  /// @return what the far tier or the source had
  public Future<Fetched> fetch(Fetch fetch, Call call) {
    return fetch(fetch.region(), fetch, call);
  }

  // The asker took the key from the region that it names.
  @SuppressWarnings("unchecked")
  private <K, V extends Record> Future<Fetched> fetch(Region<K, V> region, Fetch asked, Call call) {
    var key = (K) asked.key();
    var fetching = Fetching.of(region, key, asked, call);
    if (asked.options().bypass() || node.owed().covers(region.name(), fetching.record())) {
      return load(fetching, Stamp.UNKNOWN);
    }
    if (!asked.options().far()) {
      return load(fetching, node.followed());
    }
    return held(fetching)
        .transform((held, thrown) -> {
          if (thrown != null) {
            region.count(Event.FAR_FAILED);
            return load(fetching, Stamp.UNKNOWN);
          }
          return held.flatMap(bytes -> beliefs.believed(fetching, bytes))
              .map(Future::succeededFuture)
              .orElseGet(() -> miss(fetching, held));
        });
  }

  private Future<Optional<FarStore.Held>> held(Fetching<?, ?> fetching) {
    return guard.pass(() -> far.get(List.of(fetching.record()))).map(List::getFirst);
  }

  private static <K, V extends Record> Future<Fetched> load(
      Fetching<K, V> fetching, long position) {
    return new SourceLoads<>(fetching.region()).load(fetching, position);
  }

  private <K, V extends Record> Future<Fetched> miss(
      Fetching<K, V> fetching, Optional<FarStore.Held> seen) {
    var wanted = FarStore.Wanted.unlessFilled(fetching.record(), seen);
    return guard
        .pass(() -> far.lease(List.of(wanted)))
        .transform((leases, thrown) -> {
          if (thrown != null) {
            fetching.region().count(Event.FAR_FAILED);
            return load(fetching, Stamp.UNKNOWN);
          }
          return leases.granted().getFirst()
              ? loadAndFill(fetching, leases)
              : awaitFill(fetching, leases.position(), fetching.region().nanos() + FILL_WAIT_NANOS);
        });
  }

  private <K, V extends Record> Future<Fetched> loadAndFill(
      Fetching<K, V> fetching, FarStore.Leases lease) {
    return load(fetching, lease.position())
        .onComplete(
            loaded -> {
              if (loaded.keep()) {
                fill(fetching, lease, loaded);
              } else {
                release(fetching, lease);
              }
            },
            thrown -> release(fetching, lease));
  }

  private <K, V extends Record> void release(Fetching<K, V> fetching, FarStore.Leases lease) {
    var _ =
        guard
            .pass(() -> far.release(lease.token(), List.of(fetching.record())))
            .onFailure(thrown -> fetching.region().count(Event.FAR_FAILED));
  }

  /// Nobody waits for the fill: whoever asked has the answer already.
  private <K, V extends Record> void fill(
      Fetching<K, V> fetching, FarStore.Leases lease, Fetched loaded) {
    var region = fetching.region();
    var filling = new Entries<>(region).filling(fetching.record(), loaded);
    var _ =
        guard
            .pass(() -> far.fill(lease.token(), List.of(filling)))
            .onComplete(
                filled -> {
                  if (!filled.getFirst()) {
                    region.count(Event.FILL_REJECTED);
                  }
                },
                thrown -> region.count(Event.FAR_FAILED));
  }

  /// Another node holds the lease: its fill is there, or a moment away, unless that node is in
  /// trouble.
  private <K, V extends Record> Future<Fetched> awaitFill(
      Fetching<K, V> fetching, long position, long patientUntilNanos) {
    var patient = fetching.region().nanos() - patientUntilNanos < 0;
    if (!patient && fetching.asked().refresh()) {
      return Future.failedFuture(
          new BusFailure(
              FailureKind.UNAVAILABLE,
              "cache." + fetching.region().name(),
              "another node fetches it"));
    }
    if (!patient || fetching.call().deadline().remainingMs() <= FILL_POLL_MS) {
      fetching.region().count(Event.LEASE_PASSED_OVER);
      return load(fetching, position);
    }
    var pause = Promise.<Void>promise();
    var pauseMs = FILL_POLL_MS + ThreadLocalRandom.current().nextLong(FILL_POLL_MS);
    vertx.setTimer(pauseMs, fired -> pause.complete());
    return pause
        .future()
        .compose(waited -> held(fetching))
        .transform((held, thrown) ->
            thrown != null
                ? load(fetching, position)
                : held.flatMap(bytes -> beliefs.believed(fetching, bytes))
                    .map(Future::succeededFuture)
                    .orElseGet(() -> awaitFill(fetching, position, patientUntilNanos)));
  }
}
