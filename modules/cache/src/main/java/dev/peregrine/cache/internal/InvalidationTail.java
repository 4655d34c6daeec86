package dev.peregrine.cache.internal;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the invalidation log for one node. Confined to the deploying context.
///
/// Each poll also reads the record that it continues from: if that is gone, history was lost (the
/// log was trimmed, flushed, or a fail-over dropped it), and the node forgets everything.
public final class InvalidationTail {

  private static final Logger LOG = LoggerFactory.getLogger(InvalidationTail.class);
  private static final int BATCH = 512;
  private static final int BLOCK_MS = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final long RETRY_MS = 100;

  private final Vertx vertx;
  private final RedisLink link;
  private final Node node;
  private final RedisFarTier log;
  private long cursor;
  private boolean away;
  private boolean stopped;
  private boolean sweeping;
  private boolean sweepAgain;

  /// Makes a follower that does not follow yet.
  ///
  /// @param vertx whose timers it uses
  /// @param link a connection that carries nothing else
  /// @param node what it keeps up to date
  public InvalidationTail(Vertx vertx, RedisLink link, Node node) {
    this.vertx = vertx;
    this.link = link;
    this.node = node;
    this.log = new RedisFarTier(link, node.namespace());
  }

  /// Starts to follow; goes on through every failure until it is stopped.
  public void start() {
    restart();
  }

  /// Stops following.
  ///
  /// @return done when the connection is closed
  public Future<Void> stop() {
    stopped = true;
    return link.close();
  }

  private void restart() {
    var sent = System.nanoTime();
    var _ =
        log.hello(PATIENCE)
            .onComplete(
                begun -> {
                  node.forgetAll();
                  node.applyToAll(begun.floor());
                  begun.rules().forEach(node::apply);
                  cursor = begun.position();
                  sweep();
                  reached(sent);
                },
                this::failed);
  }

  private void poll() {
    if (stopped) {
      return;
    }
    var from = LogPosition.format(cursor);
    var read =
        Request.cmd(Command.XREAD)
            .arg("COUNT")
            .arg(BATCH)
            .arg("BLOCK")
            .arg(BLOCK_MS)
            .arg("STREAMS")
            .arg(log.log())
            .arg(from);
    var check = Request.cmd(Command.XRANGE).arg(log.log()).arg(from).arg(from);
    var sent = System.nanoTime();
    var _ =
        link.exchange(List.of(read, check), PATIENCE)
            .onComplete(replies -> apply(replies.at(0), replies.at(1), sent), this::failed);
  }

  private void apply(@Nullable Response news, @Nullable Response continuation, long sent) {
    if (continuation == null || continuation.size() == 0) {
      LOG.warn("the invalidation log lost its history; this node's cache starts afresh");
      restart();
      return;
    }
    var records = records(news);
    var ruled = false;
    for (var record : records) {
      cursor = LogPosition.parse(record.get(0).toString());
      var fields = record.get(1);
      var eviction = Eviction.parse(fields.get(0).toString(), fields.get(1).toString());
      eviction.ifPresent(one -> node.apply(one, cursor));
      ruled |= eviction.isPresent() && !eviction.get().isOfKey();
    }
    if (ruled) {
      sweep();
    }
    if (records.size() < BATCH) {
      reached(sent);
    } else {
      node.follow(cursor);
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
    var owed = node.owed().some(BATCH);
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
      LOG.warn("the invalidation log cannot be followed: {}", thrown.getMessage());
      away = true;
    }
    var pauseMs = RETRY_MS + ThreadLocalRandom.current().nextLong(RETRY_MS);
    vertx.setTimer(pauseMs, fired -> resume());
  }

  private void resume() {
    if (cursor == 0) {
      restart();
    } else {
      poll();
    }
  }

  private List<Response> records(@Nullable Response news) {
    if (news == null || news.size() == 0) {
      return List.of();
    }
    // RESP3 answers a map of streams, RESP2 a list of pairs; either way one stream was asked for.
    var streams = news.getKeys();
    var stream = streams == null || streams.isEmpty() ? news.get(0).get(1) : news.get(log.log());
    return stream.stream().toList();
  }
}
