package dev.peregrine.cache.internal;

import dev.peregrine.bus.Call;
import dev.peregrine.cache.BytesCodec;
import dev.peregrine.cache.CacheConfig;
import dev.peregrine.cache.CacheStats;
import dev.peregrine.cache.Loaded;
import dev.peregrine.cache.ManualClock;
import dev.peregrine.cache.Read;
import dev.peregrine.cache.RegionConfig;
import dev.peregrine.cache.Selection;
import dev.peregrine.cache.Staleness;
import dev.peregrine.cache.Tier;
import dev.peregrine.cache.Token;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

/// What a fetch brings is remembered while evictions of its key are applied. A model checker
/// decides at each access to shared memory which thread goes on, here and inside Caffeine, and
/// prints the order of steps that breaks a promise.
class InstallRace {

  /// In each test; sixty find every guard that is left out, and always the same ones are tried.
  private static final int ORDERS = 100;

  private static final String KEY = "key";
  private static final long NOTHING = -1;

  private record Page(Buffer bytes) {}

  private final RegionConfig config = RegionConfig.defaults();
  private final ManualClock clock = new ManualClock();
  private final Node node = node();
  private final Call call = Call.background("race", Duration.ofMinutes(1));

  @Test
  void what_was_read_before_an_eviction_is_not_remembered_behind_it() {
    assertHeldInTheEnd(
        region -> {
          var read = Promise.<Fetched>promise();
          var refresh = Promise.<Fetched>promise();
          var _ = region.join(KEY, call, read::future);
          var _ = region.refresh(KEY, refresh::future);

          together(
              () -> {
                read.complete(at(5));
                refresh.complete(at(5));
              },
              () -> evict(region, 7));
        },
        NOTHING);
  }

  @Test
  void what_has_seen_an_eviction_is_remembered_behind_it() {
    assertHeldInTheEnd(
        region -> {
          var read = Promise.<Fetched>promise();
          var _ = region.join(KEY, call, read::future);

          together(
              () -> read.complete(at(5)),
              () -> {
                evict(region, 3);
                evict(region, 5);
              });
        },
        5);
  }

  @Test
  void a_fetch_that_starts_beside_an_eviction_does_not_outlive_it() {
    assertHeldInTheEnd(
        region -> {
          var log = new AtomicLong(5);

          together(
              () -> region.refresh(KEY, () -> Future.succeededFuture(at(log.get()))),
              () -> {
                log.set(7);
                evict(region, 7);
              });
        },
        NOTHING,
        7);
  }

  /// An eviction of a tag closes the first flight, so that a second takes its place, which alone
  /// hears of what comes then.
  @Test
  void what_a_replaced_flight_brings_is_not_remembered_behind_an_eviction() {
    assertHeldInTheEnd(
        region -> {
          var first = Promise.<Fetched>promise();
          var _ = region.refresh(KEY, first::future);
          region.apply(new Selection.Tag("other"), 7);

          together(
              () -> first.complete(at(5)),
              () -> {
                var _ = region.refresh(KEY, () -> Future.succeededFuture(at(7)));
                evict(region, 9);
              });
        },
        NOTHING);
  }

  /// Tries the steps in many orders, and checks the position of what is in memory after each.
  private void assertHeldInTheEnd(Consumer<Region<String, Page>> steps, long... expected) {
    Lincheck.runConcurrentTest(
        ORDERS,
        () -> {
          var region = region();
          steps.accept(region);
          var entry = region.near(KEY);
          var position = entry == null ? NOTHING : entry.stamp().position();
          if (LongStream.of(expected).noneMatch(one -> one == position)) {
            throw new AssertionError("memory holds what was read at " + position);
          }
        });
  }

  private static void evict(Region<String, Page> region, long position) {
    region.apply(new Selection.Key(KEY), position);
  }

  /// Without a loop over the threads, in which the checker loses its way.
  private static void together(Runnable one, Runnable other) {
    var first = new Thread(one);
    var second = new Thread(other);
    first.start();
    second.start();
    try {
      first.join();
      second.join();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private Fetched at(long position) {
    var freshUntil = clock.nanos() + config.freshFor().toNanos();
    var read =
        new Read<>(
            Optional.of(new Page(Buffer.buffer())),
            Tier.SOURCE,
            clock.nanos(),
            freshUntil,
            Staleness.NONE,
            new Token(position));
    return new Fetched(read, new Stamp(position, Set.of(), freshUntil, freshUntil), 0, true);
  }

  private Region<String, Page> region() {
    var spec =
        new RegionSpec<String, Page>(
            "pages",
            key -> key,
            key -> key,
            new BytesCodec<>(Page::bytes, Page::new, 1),
            (key, asked) -> Future.succeededFuture(Loaded.absent()),
            Optional.empty());
    return new Region<>(spec, config, node);
  }

  private Node node() {
    var made = new Node(CacheConfig.defaults(Map.of("pages", config)), CacheStats.NONE, clock);
    made.proven(clock.nanos());
    return made;
  }
}
