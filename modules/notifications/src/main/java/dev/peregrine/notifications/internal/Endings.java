package dev.peregrine.notifications.internal;

import dev.peregrine.bus.Call;
import dev.peregrine.notifications.NotificationsStats;
import dev.peregrine.persistence.Outbox;
import dev.peregrine.persistence.OutboxEntry;
import dev.peregrine.persistence.OutboxFault;
import io.vertx.core.Future;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns verdicts into what the outbox is told, the log says and the statistics count.
///
/// Confined to the lane's context.
final class Endings {

  private static final Logger LOG = LoggerFactory.getLogger(Endings.class);

  private final Outbox outbox;
  private final Recorder recorder;
  private final Pace pace;
  private final NotificationsStats stats;

  Endings(Outbox outbox, Recorder recorder, Pace pace, NotificationsStats stats) {
    this.outbox = outbox;
    this.recorder = recorder;
    this.pace = pace;
    this.stats = stats;
  }

  /// From now on, writes each end once, whether the database takes it or not.
  void stopInsisting() {
    recorder.stopInsisting();
  }

  /// Records an end.
  ///
  /// @param entry whose
  /// @param verdict how it ended
  /// @param nanos how long the sending took
  /// @return done when it is recorded, or cannot be; never fails
  Future<Void> record(OutboxEntry entry, Verdict verdict, long nanos) {
    return switch (verdict) {
      case Verdict.Delivered _ -> {
        stats.sent(nanos);
        yield write(entry, call -> outbox.sent(entry, "taken", call));
      }
      case Verdict.Later(var fault) -> retried(entry, fault);
      case Verdict.Unclear(var fault) -> {
        stats.ambiguous();
        yield retried(entry, fault);
      }
      case Verdict.Refused(var fault) -> {
        LOG.warn("{} is dead: {}", entry, fault.reason());
        stats.dead(fault.code());
        yield write(entry, call -> outbox.dead(entry, fault, call));
      }
      case Verdict.Away _, Verdict.Misconfigured _ ->
          write(entry, call -> outbox.giveBack(entry, call));
    };
  }

  private Future<Void> retried(OutboxEntry entry, OutboxFault fault) {
    var delay = pace.retryAfter(entry.attempts());
    LOG.info("{} is tried again in {} ms: {}", entry, delay.toMillis(), fault.reason());
    stats.retried(fault.code());
    return write(entry, call -> outbox.retryAfter(entry, delay, fault, call));
  }

  private Future<Void> write(OutboxEntry entry, Function<Call, Future<Boolean>> statement) {
    return recorder
        .record(entry, statement)
        .map(held -> {
          if (!held) {
            LOG.warn("{}: its lease was lost, the mail may be sent twice", entry);
            stats.leaseLost();
          }
          return null;
        });
  }
}
