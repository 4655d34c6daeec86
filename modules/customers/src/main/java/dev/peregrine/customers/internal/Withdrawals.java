package dev.peregrine.customers.internal;

import dev.peregrine.bus.Call;
import dev.peregrine.persistence.Outbox;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes back the rows of the outbox whose evictions their writers have carried out, many in one
/// statement. Confined to one context.
///
/// What is not taken back is evicted once more by the relay, which costs a load and harms nobody:
/// so nothing insists here, and what is above the bound is let go.
public final class Withdrawals {

  private static final Logger LOG = LoggerFactory.getLogger(Withdrawals.class);
  private static final int MOST = 10_000;
  private static final long GATHER_MS = 100;
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final Outbox outbox;
  private List<UUID> waiting = new ArrayList<>();
  private Future<?> writing = Future.succeededFuture();
  private boolean scheduled;

  /// Makes one for whom nothing waits.
  ///
  /// @param vertx whose timers it uses
  /// @param outbox where the rows are
  public Withdrawals(Vertx vertx, Outbox outbox) {
    this.vertx = vertx;
    this.outbox = outbox;
  }

  /// Takes a row back soon.
  ///
  /// @param row its id
  public void add(UUID row) {
    if (waiting.size() < MOST) {
      waiting.add(row);
    }
    schedule();
  }

  /// Takes back what waits.
  ///
  /// @return done when it was tried
  public Future<Void> stop() {
    return writing.transform(done -> write()).transform(done -> Future.succeededFuture());
  }

  private void schedule() {
    if (!scheduled) {
      scheduled = true;
      var _ = vertx.setTimer(GATHER_MS, fired -> flush());
    }
  }

  private void flush() {
    writing =
        write()
            .onComplete(done -> {
              scheduled = false;
              if (!waiting.isEmpty()) {
                schedule();
              }
            });
  }

  private Future<?> write() {
    if (waiting.isEmpty()) {
      return Future.succeededFuture();
    }
    var rows = waiting;
    waiting = new ArrayList<>();
    return outbox
        .withdraw(rows, Call.background("cache.withdraw", TIMEOUT))
        .onFailure(thrown -> LOG.debug("{} rows are left to the relay", rows.size(), thrown));
  }
}
