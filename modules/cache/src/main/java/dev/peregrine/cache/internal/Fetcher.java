package dev.peregrine.cache.internal;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.Deadline;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.Read;
import dev.peregrine.cache.Staleness;
import dev.peregrine.cache.Tier;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// Walks from Redis to the source for one key. Confined to the deploying context.
///
/// Trouble with Redis never fails a read: the source is asked instead, and what it says is believed
/// for the bound only.
public final class Fetcher {

  private static final long FILL_POLL_MS = 10;
  private static final Duration FILL_WAIT = Duration.ofMillis(300);

  private final Vertx vertx;
  private final Node node;
  private final RedisFarTier far;
  private final SourceLoads source;
  private final Guard guard;

  /// Makes a fetcher.
  ///
  /// @param vertx whose timers it uses
  /// @param node whose regions it serves
  /// @param far the tier in Redis
  /// @param guard knows when to leave Redis alone
  public Fetcher(Vertx vertx, Node node, RedisFarTier far, Guard guard) {
    this.vertx = vertx;
    this.node = node;
    this.far = far;
    this.source = new SourceLoads(node);
    this.guard = guard;
  }

  /// Answers one fetch.
  ///
  /// @param fetch which key
  /// @param call until when the asker waits
  /// @return what Redis or the source had
  public Future<Fetched> fetch(Fetch fetch, Call call) {
    return fetch(fetch.region(), fetch, call);
  }

  // The asker took the key from the region that it names.
  @SuppressWarnings("unchecked")
  private <K, V extends Record> Future<Fetched> fetch(Region<K, V> region, Fetch asked, Call call) {
    var key = (K) asked.key();
    var fetching = new Fetching<>(region, key, region.name() + ":" + region.text(key), asked, call);
    if (asked.options().bypass() || node.owed().covers(region.name(), fetching.record())) {
      return source.load(fetching, Stamp.UNKNOWN);
    }
    return guard
        .pass(() -> far.get(fetching.record()))
        .transform((held, thrown) -> {
          if (thrown != null) {
            region.count(Event.FAR_FAILED);
            return source.load(fetching, Stamp.UNKNOWN);
          }
          return held.flatMap(bytes -> decoded(fetching, bytes))
              .map(Future::succeededFuture)
              .orElseGet(() -> miss(fetching));
        });
  }

  /// Returns what Redis holds, if it may be believed.
  private <K, V extends Record> Optional<Fetched> decoded(
      Fetching<K, V> fetching, RedisFarTier.Held held) {
    var region = fetching.region();
    try {
      var entry = EntryFormat.decode(held.bytes(), region.codec().schema());
      if (entry.isPresent() && held.remainingMs() > 0) {
        var fetched = fetched(region, entry.get(), held);
        return Optional.of(fetched).filter(one -> isBelieved(fetching, one));
      }
    } catch (RuntimeException notAValue) {
      // Somebody else's bytes, or an older shape's: counted below, and loaded afresh.
    }
    region.count(Event.FAR_UNREADABLE);
    return Optional.empty();
  }

  private static <K, V extends Record> Fetched fetched(
      Region<K, V> region, EntryFormat.Decoded entry, RedisFarTier.Held held) {
    var value = entry.value().map(region.codec()::decode);
    var now = System.nanoTime();
    var ageMs = Math.max(0, entry.lifeMs() - held.remainingMs());
    var loadedAt = now - TimeUnit.MILLISECONDS.toNanos(ageMs);
    var stamp =
        new Stamp(
            entry.position(),
            entry.tags(),
            loadedAt + TimeUnit.MILLISECONDS.toNanos(entry.freshMs()),
            now + TimeUnit.MILLISECONDS.toNanos(held.remainingMs()));
    return new Fetched(
        new Read<>(value, Tier.FAR, loadedAt, stamp.freshUntilNanos(), Staleness.NONE),
        stamp,
        held.bytes().length() + SourceLoads.ENTRY_OVERHEAD_BYTES,
        true);
  }

  /// Redis itself forgets keys; what was evicted by rule, this node must know.
  private <K, V extends Record> boolean isBelieved(Fetching<K, V> fetching, Fetched fetched) {
    var region = fetching.region();
    var stamp = fetched.stamp();
    var now = System.nanoTime();
    var atLeast = fetching.asked().options().atLeast();
    if (!(node.reached(atLeast) || stamp.position() >= atLeast.position())
        || !node.believes(fetched.read().loadedAtNanos(), now)
        || region.outlived(fetched.read().age())
        || region.isDead(fetching.record(), stamp.tags(), stamp.position())) {
      region.count(Event.FAR_DROPPED);
      return false;
    }
    if (stamp.isFresh(now)) {
      region.count(Event.FAR_HIT);
      return true;
    }
    return !fetching.asked().refresh()
        && region.servesStale()
        && node.mayBeServed(fetched.read(), stamp, fetching.asked().options());
  }

  private <K, V extends Record> Future<Fetched> miss(Fetching<K, V> fetching) {
    return guard
        .pass(() -> far.lease(fetching.record()))
        .transform((lease, thrown) -> {
          if (thrown != null) {
            fetching.region().count(Event.FAR_FAILED);
            return source.load(fetching, Stamp.UNKNOWN);
          }
          return lease.granted()
              ? loadAndFill(fetching, lease)
              : awaitFill(fetching, lease, Deadline.after(FILL_WAIT));
        });
  }

  private <K, V extends Record> Future<Fetched> loadAndFill(Fetching<K, V> fetching, Lease lease) {
    return source
        .load(fetching, lease.position())
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

  private <K, V extends Record> void release(Fetching<K, V> fetching, Lease lease) {
    var _ =
        guard
            .pass(() -> far.release(fetching.record(), lease))
            .onFailure(thrown -> fetching.region().count(Event.FAR_FAILED));
  }

  /// Nobody waits for the fill: whoever asked has the answer already.
  private <K, V extends Record> void fill(Fetching<K, V> fetching, Lease lease, Fetched loaded) {
    var region = fetching.region();
    var now = System.nanoTime();
    var lifeMs = Math.max(1, TimeUnit.NANOSECONDS.toMillis(loaded.stamp().goneAtNanos() - now));
    var freshMs =
        Math.max(1, TimeUnit.NANOSECONDS.toMillis(loaded.stamp().freshUntilNanos() - now));
    var value = region.read(loaded).value().map(region.codec()::encode);
    var entry =
        EntryFormat.encode(
            new EntryFormat.Decoded(
                value, lease.position(), loaded.stamp().tags(), lifeMs, freshMs),
            region.codec().schema());
    var _ =
        guard
            .pass(() -> far.fill(fetching.record(), lease, entry, lifeMs))
            .onComplete(
                filled -> {
                  if (!filled) {
                    fetching.region().count(Event.FILL_REJECTED);
                  }
                },
                thrown -> fetching.region().count(Event.FAR_FAILED));
  }

  /// Another node holds the lease: its fill is a moment away, unless that node is in trouble.
  private <K, V extends Record> Future<Fetched> awaitFill(
      Fetching<K, V> fetching, Lease lease, Deadline patience) {
    if (patience.passed() && fetching.asked().refresh()) {
      return Future.failedFuture(
          new BusFailure(
              FailureKind.UNAVAILABLE,
              "cache." + fetching.region().name(),
              "another node fetches it"));
    }
    if (patience.passed() || fetching.call().deadline().remainingMs() <= FILL_POLL_MS) {
      return source.load(fetching, lease.position());
    }
    var pause = Promise.<Void>promise();
    var pauseMs = FILL_POLL_MS + ThreadLocalRandom.current().nextLong(FILL_POLL_MS);
    vertx.setTimer(pauseMs, fired -> pause.complete());
    return pause
        .future()
        .compose(waited -> guard.pass(() -> far.get(fetching.record())))
        .transform((held, thrown) ->
            thrown != null
                ? source.load(fetching, lease.position())
                : held.flatMap(bytes -> decoded(fetching, bytes))
                    .map(Future::succeededFuture)
                    .orElseGet(() -> awaitFill(fetching, lease, patience)));
  }
}
