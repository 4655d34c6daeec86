package dev.peregrine.customers.internal;

import dev.peregrine.bus.Call;
import dev.peregrine.cache.Caches;
import dev.peregrine.cache.EvictKeys;
import dev.peregrine.cache.Selection;
import dev.peregrine.cache.Token;
import dev.peregrine.customers.InvalidationConfig;
import dev.peregrine.customers.InvalidationVerticle;
import dev.peregrine.persistence.Outbox;
import dev.peregrine.persistence.OutboxEntry;
import dev.peregrine.persistence.OutboxFault;
import dev.peregrine.persistence.OutboxPace;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Evicts what the outbox's cache lane names, and removes a row when the eviction is in Redis, from
/// where every node learns of it.
///
/// While Redis is away the rows stay where they are: one at a time is tried, so that nothing
/// gathers here. Whatever is evicted twice is loaded twice, and nothing else. Confined to one
/// context.
public final class InvalidationRelay {

  private static final Logger LOG = LoggerFactory.getLogger(InvalidationRelay.class);
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final Duration AWAY_PAUSE = Duration.ofSeconds(1);
  private static final long AT_ONCE_MS = 1;

  private final Vertx vertx;
  private final Outbox outbox;
  private final Caches caches;
  private final InvalidationConfig config;
  private final OutboxPace pace;
  private Future<Void> turn = Future.succeededFuture();
  private long timer;
  private boolean nudged;
  private boolean stopped;
  private boolean redisAway;
  private boolean failing;

  /// Makes a relay; it starts at the first [#look].
  ///
  /// @param vertx whose timers it uses
  /// @param outbox what it drains
  /// @param caches forget
  /// @param config how much at once, and how often
  public InvalidationRelay(Vertx vertx, Outbox outbox, Caches caches, InvalidationConfig config) {
    this.vertx = vertx;
    this.outbox = outbox;
    this.caches = caches;
    this.config = config;
    this.pace = new OutboxPace(new SplittableRandom(), config.lookEvery());
  }

  /// Looks at the outbox now, or once more after this look: something was appended.
  public void nudge() {
    nudged = true;
    if (turn.isComplete()) {
      look();
    }
  }

  /// Looks at the outbox, and from then on again and again.
  public void look() {
    var _ = vertx.cancelTimer(timer);
    if (stopped || !turn.isComplete()) {
      return;
    }
    nudged = false;
    var limit = redisAway ? 1 : config.rows();
    turn =
        outbox
            .claim(InvalidationVerticle.LANE, limit, LEASE, call())
            .compose(entries -> carryOut(entries).compose(told -> ended(entries, limit, told)))
            .transform((pauseMs, thrown) -> {
              note(thrown);
              lookIn(thrown == null ? pauseMs : pace.nextLookMs());
              return Future.succeededFuture();
            });
  }

  /// Ends with the look that is under way.
  ///
  /// @return done when nothing is under way
  public Future<Void> stop() {
    stopped = true;
    var _ = vertx.cancelTimer(timer);
    return turn;
  }

  private void lookIn(long pauseMs) {
    if (!stopped) {
      timer = vertx.setTimer(pauseMs, fired -> look());
    }
  }

  /// Returns how long the next look may wait.
  private Future<Long> ended(List<OutboxEntry> entries, int limit, boolean told) {
    noteRedis(told);
    if (!entries.isEmpty()) {
      pace.found();
    }
    if (redisAway || entries.size() == limit) {
      return gathered().map(gone -> redisAway ? AWAY_PAUSE.toMillis() : AT_ONCE_MS);
    }
    return Future.succeededFuture(nudged ? AT_ONCE_MS : pace.nextLookMs());
  }

  /// Bounds what waits: more than is good to be told one by one is told as one.
  private Future<Integer> gathered() {
    return outbox
        .gather(InvalidationVerticle.LANE, config.backlog(), Invalidation.EVERYTHING, call())
        .onSuccess(gone -> {
          if (gone > 0) {
            LOG.warn("{} evictions waited and became one of everything", gone);
          }
        });
  }

  /// Returns whether Redis was told; true as well when there was nothing that it could be told.
  private Future<Boolean> carryOut(List<OutboxEntry> entries) {
    if (entries.isEmpty()) {
      return Future.succeededFuture(!redisAway);
    }
    return evicted(entries)
        .transform((told, thrown) -> {
          if (thrown == null && told) {
            return outbox.done(entries, call()).map(true);
          }
          if (thrown instanceof IllegalArgumentException) {
            return entries.size() == 1 ? buried(entries.getFirst(), thrown) : oneByOne(entries);
          }
          return outbox.giveBack(entries, AWAY_PAUSE, call()).map(false);
        });
  }

  /// One of them cannot be carried out; the others can.
  private Future<Boolean> oneByOne(List<OutboxEntry> entries) {
    var told = Future.succeededFuture(true);
    for (var entry : entries) {
      told = told.compose(before -> carryOut(List.of(entry)).map(now -> before && now));
    }
    return told;
  }

  private Future<Boolean> buried(OutboxEntry entry, Throwable thrown) {
    LOG.warn("{} is dead: {}", entry, thrown.getMessage());
    return outbox
        .dead(entry, new OutboxFault(0, String.valueOf(thrown.getMessage())), call())
        .map(true);
  }

  private Future<Boolean> evicted(List<OutboxEntry> entries) {
    var told = Future.succeededFuture(true);
    try {
      for (var region : Invalidation.of(entries).entrySet()) {
        var what = List.copyOf(region.getValue());
        told =
            told.compose(
                all -> all ? evicted(region.getKey(), what, 0) : Future.succeededFuture(false));
      }
    } catch (IllegalArgumentException unreadable) {
      return Future.failedFuture(unreadable);
    }
    return told;
  }

  /// Evicts one after the other, keys that stand together at once, until Redis does not take them.
  private Future<Boolean> evicted(String region, List<Selection> what, int from) {
    if (from >= what.size()) {
      return Future.succeededFuture(true);
    }
    var keys =
        what.subList(from, Math.min(what.size(), from + EvictKeys.MAX_KEYS)).stream()
            .takeWhile(Selection.Key.class::isInstance)
            .map(one -> ((Selection.Key) one).text())
            .toList();
    var told =
        keys.isEmpty()
            ? caches.evict(region, what.get(from), call())
            : caches.evictKeys(region, keys, call());
    return told.compose(token ->
        token.equals(Token.NONE)
            ? Future.succeededFuture(false)
            : evicted(region, what, from + Math.max(1, keys.size())));
  }

  private static Call call() {
    return Call.background("cache.relay", TIMEOUT);
  }

  private void noteRedis(boolean told) {
    if (told == redisAway) {
      if (redisAway) {
        LOG.info("evictions are told again");
      } else {
        LOG.warn("Redis cannot be told of evictions; they wait in the outbox");
      }
    }
    redisAway = !told;
  }

  /// Tells of the first look that failed, not of those that fail after it.
  private void note(@Nullable Throwable thrown) {
    if (thrown != null && !failing) {
      LOG.warn("the outbox's evictions cannot be read, trying on: {}", thrown.getMessage());
    }
    failing = thrown != null;
  }
}
