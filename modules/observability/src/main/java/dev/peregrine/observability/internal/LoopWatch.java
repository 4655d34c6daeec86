package dev.peregrine.observability.internal;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.concurrent.TimeUnit;

/// Measures how late one event loop runs its timers: whatever holds the loop makes them late.
public final class LoopWatch extends VerticleBase {

  static final String METER = "peregrine.event.loop.lag";
  static final String TAG = "loop";

  private static final long INTERVAL_MS = 100;

  private final Timer lag;
  private long dueNanos;

  /// Makes the watch of one loop.
  ///
  /// @param registry where the meter goes
  /// @param number tells the loops apart
  public LoopWatch(MeterRegistry registry, int number) {
    this.lag =
        Durations.timer(METER, "How late a timer of the event loop runs")
            .tag(TAG, Integer.toString(number))
            .register(registry);
  }

  @Override
  public Future<?> start() {
    arm();
    return Future.succeededFuture();
  }

  private void arm() {
    dueNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(INTERVAL_MS);
    var _ = vertx.setTimer(INTERVAL_MS, fired -> measure());
  }

  private void measure() {
    lag.record(Math.max(0, System.nanoTime() - dueNanos), TimeUnit.NANOSECONDS);
    arm();
  }
}
