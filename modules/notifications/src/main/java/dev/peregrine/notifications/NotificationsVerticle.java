package dev.peregrine.notifications;

import dev.peregrine.bus.Registration;
import dev.peregrine.notifications.internal.MailLane;
import dev.peregrine.persistence.Outbox;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.jspecify.annotations.Nullable;

/// Drains the outbox's mail lane. One instance a node; several nodes share the work.
///
/// Deploy it on a worker, away from the event loops; it never blocks. Undeploying finishes the
/// mails in flight, at most 20 s.
public final class NotificationsVerticle extends VerticleBase {

  /// The outbox lane that is drained.
  public static final String LANE = "mail";

  private final Outbox outbox;
  private final NotificationsConfig config;
  private final NotificationsStats stats;
  private @Nullable MailLane lane;
  private @Nullable Registration nudges;

  /// Makes the instance.
  ///
  /// @param outbox what to drain
  /// @param config where to send; the host must be known by now
  /// @param stats told how mails fare
  /// @throws IllegalArgumentException if there is no host
  public NotificationsVerticle(
      Outbox outbox, NotificationsConfig config, NotificationsStats stats) {
    if (config.host().isEmpty()) {
      throw new IllegalArgumentException("mail.host: absent (expected: a host name)");
    }
    this.outbox = outbox;
    this.config = config;
    this.stats = stats;
  }

  @Override
  public Future<?> start() {
    var started = new MailLane(vertx, outbox, LANE, new MailLane.Settings(config, stats));
    lane = started;
    return outbox
        .whenAppended(LANE, started::nudge)
        .onSuccess(registration -> {
          nudges = registration;
          started.turn();
        });
  }

  @Override
  public Future<?> stop() {
    // First, so that nothing is started while the nudges end.
    var stopped = lane == null ? Future.<Void>succeededFuture() : lane.stop();
    var left = nudges == null ? Future.<Void>succeededFuture() : nudges.close();
    return Future.join(stopped, left);
  }
}
