package dev.peregrine.cache.internal;

import dev.peregrine.cache.CacheStats.Event;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the invalidation log for one node. Confined to the deploying context.
///
/// Each poll also reads the record that it continues from: if that is gone, history was lost (the
/// log was trimmed or flushed), and the node forgets everything. At most a twentieth of a second
/// passes without asking which server answers: after a fail-over, evictions that were acknowledged
/// may be missing from the log and from the entries, so everything older is evicted.
public final class InvalidationTail {

  private static final Logger LOG = LoggerFactory.getLogger(InvalidationTail.class);
  private static final long RETRY_MS = 100;
  private static final long IDENTIFY_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long ACKNOWLEDGE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Vertx vertx;
  private final FarLog log;
  private final Node node;
  private final LogAudits audits;
  private long cursor;
  private String identity = "";
  private long identifiedAtNanos;
  private long acknowledged;
  private long acknowledgedAtNanos;
  private boolean away;
  private boolean stopped;
  private boolean sweeping;
  private boolean sweepAgain;

  /// Makes a follower that does not follow yet.
  ///
  /// @param vertx whose timers it uses
  /// @param log a way that carries nothing else
  /// @param node what it keeps up to date
  public InvalidationTail(Vertx vertx, FarLog log, Node node) {
    this.vertx = vertx;
    this.log = log;
    this.node = node;
    this.audits = new LogAudits(vertx, node);
  }

  /// Starts to follow; goes on through every failure until it is stopped.
  public void start() {
    restart();
  }

  /// Stops following.
  ///
  /// @return done when the way is closed
  public Future<Void> stop() {
    stopped = true;
    return log.leave(node.name()).transform((left, thrown) -> log.close());
  }

  private void restart() {
    if (stopped) {
      return;
    }
    var sent = node.clock().nanos();
    var _ =
        log.hello(node.name())
            .onComplete(
                begun -> {
                  node.forgetAll();
                  node.applyToAll(begun.floor());
                  begun.rules().forEach(node::apply);
                  cursor = begun.position();
                  acknowledged = 0;
                  identity = begun.identity();
                  identifiedAtNanos = sent;
                  sweep();
                  reached(sent);
                },
                this::failed);
  }

  private void poll() {
    if (stopped) {
      return;
    }
    var sent = node.clock().nanos();
    var identify = sent - identifiedAtNanos >= IDENTIFY_EVERY_NANOS;
    var acknowledge =
        cursor != acknowledged || sent - acknowledgedAtNanos >= ACKNOWLEDGE_EVERY_NANOS;
    var acknowledging = cursor;
    var _ =
        log.poll(node.name(), new FarLog.Poll(cursor, acknowledge, identify))
            .onComplete(
                news -> {
                  if (acknowledge) {
                    acknowledged = acknowledging;
                    acknowledgedAtNanos = sent;
                  }
                  apply(news, sent);
                },
                this::failed);
  }

  private void apply(FarLog.News news, long sent) {
    var failedOver = news.identity().filter(found -> !found.equals(identity)).isPresent();
    if (failedOver || !news.continued()) {
      LOG.warn(
          "{}; this node's cache starts afresh",
          failedOver
              ? "the invalidation log is another server's"
              : "the invalidation log lost its history");
      node.countEverywhere(Event.HISTORY_LOST);
      restart();
      return;
    }
    var ruled = false;
    for (var entry : news.entries()) {
      cursor = entry.position();
      entry
          .eviction()
          .ifPresent(eviction -> {
            node.apply(eviction, entry.position());
            audits.sample(eviction, entry.position());
          });
      if (entry.everything()) {
        node.applyToAll(entry.position());
      }
      ruled |= entry.everything() || entry.eviction().filter(one -> !one.isOfKey()).isPresent();
    }
    if (ruled) {
      sweep();
    }
    node.follow(cursor);
    if (news.identity().isPresent()) {
      identifiedAtNanos = sent;
    }
    // Only a poll that knows whose log it read, and read it to its end, proves something.
    if (news.identity().isPresent() && news.entries().size() < FarLog.BATCH) {
      reached(sent);
    } else {
      poll();
    }
  }

  /// The node has seen everything that was in the log when the poll was sent.
  private void reached(long sent) {
    if (away) {
      LOG.info("the invalidation log is followed again");
      away = false;
    }
    node.follow(cursor);
    node.proven(sent);
    var owed = node.owed().some(FarLog.BATCH);
    if (owed.isEmpty()) {
      poll();
      return;
    }
    var _ =
        log.evict(owed.stream().map(OwedEvictions.Debt::eviction).toList())
            .onComplete(
                positions -> {
                  for (var i = 0; i < owed.size(); i++) {
                    // First the rule, so that there is no moment without either.
                    node.apply(owed.get(i).eviction(), positions.get(i));
                    node.owed().paid(owed.get(i));
                  }
                  poll();
                },
                this::failed);
  }

  /// Gives the memory of dead entries back; a worker does it, since it looks at every entry.
  private void sweep() {
    if (sweeping) {
      sweepAgain = true;
      return;
    }
    sweeping = true;
    var _ =
        vertx
            .executeBlocking(() -> {
              node.sweep();
              return true;
            })
            .onComplete(swept -> {
              sweeping = false;
              if (sweepAgain && !stopped) {
                sweepAgain = false;
                sweep();
              }
            });
  }

  private void failed(Throwable thrown) {
    if (stopped) {
      return;
    }
    if (!away) {
      LOG.warn("the invalidation log cannot be followed: {}", firstLine(thrown));
      away = true;
    }
    var pauseMs = RETRY_MS + ThreadLocalRandom.current().nextLong(RETRY_MS);
    vertx.setTimer(pauseMs, fired -> resume());
  }

  /// A failed exchange tells of each of its commands.
  private static String firstLine(Throwable thrown) {
    return String.valueOf(thrown.getMessage()).lines().findFirst().orElse("");
  }

  private void resume() {
    // Whoever answers next may be another server.
    identifiedAtNanos = node.clock().nanos() - IDENTIFY_EVERY_NANOS;
    if (cursor == 0) {
      restart();
    } else {
      poll();
    }
  }
}
