package dev.peregrine.notifications.internal;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.persistence.OutboxEntry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes to the outbox how an entry ended, and insists while the database is away.
///
/// What the mail server took and the outbox does not know would be sent again. Nothing is gained by
/// letting go: while the database is away there is nothing to claim either.
final class Recorder {

  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final long FIRST_PAUSE_MS = 100;
  private static final long LONGEST_PAUSE_MS = 2_000;

  private final Vertx vertx;
  private boolean insisting = true;

  Recorder(Vertx vertx) {
    this.vertx = vertx;
  }

  /// Writes.
  ///
  /// @param entry whose end it is
  /// @param statement writes it; true if the lease was still held
  /// @return whether the lease was still held; also true when the end could not be written at all,
  ///   which is logged. Never fails
  Future<Boolean> record(OutboxEntry entry, Function<Call, Future<Boolean>> statement) {
    return record(entry, statement, FIRST_PAUSE_MS);
  }

  /// From now on, tries once.
  void stopInsisting() {
    insisting = false;
  }

  private Future<Boolean> record(
      OutboxEntry entry, Function<Call, Future<Boolean>> statement, long pauseMs) {
    return statement
        .apply(Call.background(entry.id().toString(), TIMEOUT))
        .recover(thrown -> {
          if (!insisting || !mayPass(thrown)) {
            LOG.error(
                "{}: its end is not recorded, its lease will run out: {}",
                entry,
                thrown.getMessage());
            return Future.succeededFuture(true);
          }
          LOG.debug("{}: its end is not recorded yet", entry, thrown);
          return vertx
              .timer(pauseMs)
              .compose(fired -> record(entry, statement, Math.min(LONGEST_PAUSE_MS, 2 * pauseMs)));
        });
  }

  private static boolean mayPass(Throwable thrown) {
    return thrown instanceof BusFailure failure
        && switch (failure.kind()) {
          case UNAVAILABLE, OVERLOADED, DEADLINE -> true;
          case INVALID, INTERNAL -> false;
        };
  }
}
