package dev.peregrine.persistence;

import dev.peregrine.bus.Call;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the months of the outbox's history ahead of time, and drops those that are older than is
/// kept. One instance a node; nodes do not disturb each other.
///
/// One statement at the start and one every hour. When it fails for months, what is sent goes to
/// the partition for the rest, and moves from there when it works again.
public final class OutboxHistoryVerticle extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(OutboxHistoryVerticle.class);
  private static final Duration EVERY = Duration.ofHours(1);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final Outbox outbox;
  private final OutboxConfig config;
  private Future<Void> turn = Future.succeededFuture();

  /// Makes the instance.
  ///
  /// @param outbox whose history
  /// @param config how long it is kept
  public OutboxHistoryVerticle(Outbox outbox, OutboxConfig config) {
    this.outbox = outbox;
    this.config = config;
  }

  @Override
  public Future<?> start() {
    look();
    var _ = vertx.setPeriodic(EVERY.toMillis(), fired -> look());
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return turn;
  }

  private void look() {
    if (turn.isComplete()) {
      turn =
          outbox
              .turnHistory(config.keepSentFor(), Call.background("outbox.history", TIMEOUT))
              .transform((done, thrown) -> {
                if (thrown != null) {
                  LOG.warn(
                      "the outbox's history is not turned; trying on: {}", thrown.getMessage());
                }
                return Future.succeededFuture();
              });
    }
  }
}
