package dev.peregrine.cache.internal;

import dev.peregrine.bus.Call;
import dev.peregrine.bus.Deadline;
import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.EvictEntry;
import dev.peregrine.cache.Evicted;
import dev.peregrine.cache.Read;
import dev.peregrine.cache.ReadOptions;
import dev.peregrine.cache.RedisConfig;
import dev.peregrine.cache.Tier;
import dev.peregrine.cache.Token;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// Walks from Redis to the source for one key. Confined to the deploying context.
///
/// Trouble with Redis never fails a read: the source is asked instead, and what it says is believed
/// for the bound only.
public final class Fetcher {

  private static final int MAX_FAILURES = 5;
  private static final long FILL_POLL_MS = 10;
  private static final Duration FILL_WAIT = Duration.ofMillis(300);

  private final Vertx vertx;
  private final Node node;
  private final RedisFarTier far;
  private final SourceLoads source;
  private final CircuitBreaker breaker;

  /// Makes a fetcher.
  ///
  /// @param vertx whose timers it uses
  /// @param node whose regions it serves
  /// @param far the tier in Redis
  /// @param config when to leave Redis alone
  public Fetcher(Vertx vertx, Node node, RedisFarTier far, RedisConfig config) {
    this.vertx = vertx;
    this.node = node;
    this.far = far;
    this.source = new SourceLoads(node);
    // The link bounds every exchange, so the breaker needs no time-out of its own.
    var options =
        new CircuitBreakerOptions()
            .setMaxFailures(MAX_FAILURES)
            .setTimeout(-1)
            .setResetTimeout(config.retryAfter().toMillis());
    this.breaker = CircuitBreaker.create("redis", vertx, options);
  }

  /// Answers one fetch.
  ///
  /// @param fetch which key
  /// @param call until when the asker waits
  /// @return what Redis or the source had
  public Future<Fetched> fetch(Fetch fetch, Call call) {
    return fetch(fetch.region(), fetch.key(), fetch.options(), call);
  }

  /// Makes every node forget a key, as far as Redis carries the message.
  ///
  /// @param evict which key
  /// @return where in the log the eviction stands
  public Future<Evicted> evict(EvictEntry evict) {
    var record = evict.region() + ":" + evict.key();
    node.count(evict.region(), Event.EVICTION);
    return guarded(() -> far.evict(List.of(record)))
        .transform((position, thrown) -> {
          if (thrown == null) {
            node.apply(record, position);
            return Future.succeededFuture(new Evicted(new Token(position)));
          }
          node.count(evict.region(), Event.FAR_FAILED);
          node.owe(record);
          return Future.succeededFuture(new Evicted(Token.NONE));
        });
  }

  // The asker took the key from the region that it names.
  @SuppressWarnings("unchecked")
  private <K, V extends Record> Future<Fetched> fetch(
      Region<K, V> region, Object key, ReadOptions options, Call call) {
    var fetching =
        new Fetching<>(region, (K) key, region.name() + ":" + region.text((K) key), call);
    if (options.bypass() || node.owed().contains(fetching.record())) {
      return source.load(fetching, SourceLoads.UNKNOWN);
    }
    return guarded(() -> far.get(fetching.record()))
        .transform((held, thrown) -> {
          if (thrown != null) {
            node.count(region.name(), Event.FAR_FAILED);
            return source.load(fetching, SourceLoads.UNKNOWN);
          }
          return held.flatMap(bytes -> decoded(fetching, bytes))
              .map(Future::succeededFuture)
              .orElseGet(() -> miss(fetching));
        });
  }

  private <K, V extends Record> Optional<Fetched> decoded(
      Fetching<K, V> fetching, RedisFarTier.Held held) {
    var region = fetching.region();
    try {
      var entry = EntryFormat.decode(held.bytes(), region.codec().schema());
      if (entry.isPresent() && held.remainingMs() > 0) {
        var value = entry.get().value().map(region.codec()::decode);
        var now = System.nanoTime();
        var ageMs = Math.max(0, entry.get().lifeMs() - held.remainingMs());
        var read = new Read<>(value, Tier.FAR, now - TimeUnit.MILLISECONDS.toNanos(ageMs));
        node.count(region.name(), Event.FAR_HIT);
        return Optional.of(
            new Fetched(
                read,
                entry.get().position(),
                now + TimeUnit.MILLISECONDS.toNanos(held.remainingMs()),
                held.bytes().length() + SourceLoads.ENTRY_OVERHEAD_BYTES,
                true));
      }
    } catch (RuntimeException notAValue) {
      // Somebody else's bytes, or an older shape's: counted below, and loaded afresh.
    }
    node.count(region.name(), Event.FAR_UNREADABLE);
    return Optional.empty();
  }

  private <K, V extends Record> Future<Fetched> miss(Fetching<K, V> fetching) {
    return guarded(() -> far.lease(fetching.record()))
        .transform((lease, thrown) -> {
          if (thrown != null) {
            node.count(fetching.region().name(), Event.FAR_FAILED);
            return source.load(fetching, SourceLoads.UNKNOWN);
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
        guarded(() -> far.release(fetching.record(), lease))
            .onFailure(thrown -> node.count(fetching.region().name(), Event.FAR_FAILED));
  }

  /// Nobody waits for the fill: whoever asked has the answer already.
  private <K, V extends Record> void fill(Fetching<K, V> fetching, Lease lease, Fetched loaded) {
    var lifeMs = TimeUnit.NANOSECONDS.toMillis(loaded.expiresAtNanos() - System.nanoTime());
    var value = fetching.region().read(loaded).value().map(fetching.region().codec()::encode);
    var entry =
        EntryFormat.encode(
            value, fetching.region().codec().schema(), lease.position(), Math.max(1, lifeMs));
    var _ =
        guarded(() -> far.fill(fetching.record(), lease, entry, Math.max(1, lifeMs)))
            .onComplete(
                filled -> {
                  if (!filled) {
                    node.count(fetching.region().name(), Event.FILL_REJECTED);
                  }
                },
                thrown -> node.count(fetching.region().name(), Event.FAR_FAILED));
  }

  /// Another node holds the lease: its fill is a moment away, unless that node is in trouble.
  private <K, V extends Record> Future<Fetched> awaitFill(
      Fetching<K, V> fetching, Lease lease, Deadline patience) {
    if (patience.passed() || fetching.call().deadline().remainingMs() <= FILL_POLL_MS) {
      return source.load(fetching, lease.position());
    }
    var pause = Promise.<Void>promise();
    var pauseMs = FILL_POLL_MS + ThreadLocalRandom.current().nextLong(FILL_POLL_MS);
    vertx.setTimer(pauseMs, fired -> pause.complete());
    return pause
        .future()
        .compose(waited -> guarded(() -> far.get(fetching.record())))
        .transform((held, thrown) ->
            thrown != null
                ? source.load(fetching, lease.position())
                : held.flatMap(bytes -> decoded(fetching, bytes))
                    .map(Future::succeededFuture)
                    .orElseGet(() -> awaitFill(fetching, lease, patience)));
  }

  private <T> Future<T> guarded(Supplier<Future<T>> exchange) {
    return breaker.execute(exchange);
  }
}
