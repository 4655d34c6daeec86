package dev.peregrine.observability.internal;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/// Looks once a second how much was allocated.
public final class MemoryWatch extends VerticleBase {

  private static final long INTERVAL_MS = 1_000;

  private final MemoryMeters meters;

  /// Makes the watch.
  ///
  /// @param meters who looks
  public MemoryWatch(MemoryMeters meters) {
    this.meters = meters;
  }

  @Override
  public Future<?> start() {
    var _ = vertx.setPeriodic(INTERVAL_MS, fired -> meters.sample());
    return Future.succeededFuture();
  }
}
