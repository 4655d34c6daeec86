package dev.peregrine.customers.internal;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.customers.InvalidationVerticle;
import dev.peregrine.persistence.Outbox;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes caches forget everything when another Postgres became the primary: what was read from the
/// former one may never have happened there.
///
/// It is a row of the outbox on the new primary, so it is carried out whoever dies and however long
/// Redis is away. Each node appends one once it asks nobody but the new primary, since until then
/// it may still have filled caches from the former one. Confined to one context.
public final class FailOverEviction {

  private static final Logger LOG = LoggerFactory.getLogger(FailOverEviction.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final long PAUSE_MS = 200;

  private final Vertx vertx;
  private final Bus bus;
  private final Outbox outbox;
  private int timeline;
  private boolean failedOver;
  private boolean asking;
  private boolean stopped;
  private long timer;

  /// Makes it.
  ///
  /// @param vertx whose timers it uses
  /// @param bus reaches the store
  /// @param outbox its relay is nudged
  public FailOverEviction(Vertx vertx, Bus bus, Outbox outbox) {
    this.vertx = vertx;
    this.bus = bus;
    this.outbox = outbox;
  }

  /// The primary was seen on a timeline.
  ///
  /// @param on which
  /// @param another whether this node has used a former one
  public void seen(int on, boolean another) {
    timeline = on;
    failedOver |= another;
    tell();
  }

  /// Tries no more.
  public void stop() {
    stopped = true;
    var _ = vertx.cancelTimer(timer);
  }

  private void tell() {
    if (asking || stopped) {
      return;
    }
    asking = true;
    var asked = new StorePort.SeenTimeline(timeline, failedOver);
    var _ =
        bus.ask(StorePort.TIMELINE, asked, Call.background("cache.timeline", TIMEOUT))
            .onComplete(
                answer -> {
                  asking = false;
                  told(asked, answer);
                },
                thrown -> {
                  asking = false;
                  LOG.warn("caches are not told of a promotion yet: {}", thrown.getMessage());
                  again();
                });
  }

  private void told(StorePort.SeenTimeline asked, StorePort.Forgetting answer) {
    if (answer.everything()) {
      LOG.warn("timeline {} of the database: caches forget everything", asked.timeline());
      outbox.appended(InvalidationVerticle.LANE);
    }
    if (timeline == asked.timeline()) {
      failedOver = false;
    } else {
      again();
    }
  }

  private void again() {
    if (!stopped) {
      timer = vertx.setTimer(PAUSE_MS, fired -> tell());
    }
  }
}
