package dev.peregrine.observability.internal;

import dev.peregrine.bus.Call;
import dev.peregrine.persistence.Outbox;
import dev.peregrine.persistence.OutboxFigures;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/// Counts one lane of the outbox every few seconds, for that reads its whole backlog.
///
/// While the database is away the gauges are `NaN`: what is not known is not shown.
public final class OutboxWatch extends VerticleBase {

  private static final long INTERVAL_MS = 5_000;
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final Outbox outbox;
  private final String lane;
  private volatile @Nullable OutboxFigures latest;
  private boolean asking;

  /// Makes the watch of one lane.
  ///
  /// @param registry where the meters go
  /// @param outbox whose lane
  /// @param lane which
  public OutboxWatch(MeterRegistry registry, Outbox outbox, String lane) {
    this.outbox = outbox;
    this.lane = lane;
    gauge(registry, "peregrine.outbox.pending", OutboxFigures::pending);
    gauge(registry, "peregrine.outbox.leased", OutboxFigures::leased);
    gauge(registry, "peregrine.outbox.retrying", OutboxFigures::retrying);
    gauge(registry, "peregrine.outbox.dead", OutboxFigures::dead);
    gauge(
        registry,
        "peregrine.outbox.oldest.age.seconds",
        figures -> figures.oldestAge().toMillis() / 1_000.0);
  }

  @Override
  public Future<?> start() {
    look();
    var _ = vertx.setPeriodic(INTERVAL_MS, fired -> look());
    return Future.succeededFuture();
  }

  private void look() {
    if (asking) {
      return;
    }
    asking = true;
    var _ =
        outbox
            .figures(lane, Call.background("outbox.watch", TIMEOUT))
            .onComplete((figures, thrown) -> {
              asking = false;
              latest = figures;
            });
  }

  private void gauge(MeterRegistry registry, String meter, ToDoubleFunction<OutboxFigures> figure) {
    Gauge.builder(
            meter,
            () -> {
              var known = latest;
              return known == null ? Double.NaN : figure.applyAsDouble(known);
            })
        .tag("lane", lane)
        .register(registry);
  }
}
