package dev.peregrine.cache.internal;

import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.Selection;
import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Compares this node's memory with a sample of the invalidation log, some time after it was
/// applied. Confined to the context that follows the log.
///
/// What was evicted must be gone from memory, or be newer than the eviction. That is looked at when
/// twice the bound and a second have passed, so that what races with the eviction has ended.
final class LogAudits {

  private static final Logger LOG = LoggerFactory.getLogger(LogAudits.class);
  private static final int AT_ONCE = 64;
  private static final long GRACE_MS = 1_000;

  private final Vertx vertx;
  private final Node node;
  private int underWay;

  LogAudits(Vertx vertx, Node node) {
    this.vertx = vertx;
    this.node = node;
  }

  /// Looks at an eviction later, if it is of one key and one of the sample.
  void sample(Eviction eviction, long position) {
    var region = node.region(eviction.region());
    if (region == null
        || underWay >= AT_ONCE
        || !(eviction.what() instanceof Selection.Key(var text))) {
      return;
    }
    var oneIn = region.config().auditOneIn();
    if (oneIn == 0 || ThreadLocalRandom.current().nextInt(oneIn) != 0) {
      return;
    }
    underWay++;
    var waitMs = 2 * TimeUnit.NANOSECONDS.toMillis(region.boundNanos()) + GRACE_MS;
    vertx.setTimer(
        waitMs,
        fired -> {
          underWay--;
          if (region.holdsOlder(text, position)) {
            region.count(Event.AUDIT_STALE);
            LOG.error("region {} remembers what was evicted at {}", region.name(), position);
          }
          region.count(Event.AUDITED);
        });
  }
}
