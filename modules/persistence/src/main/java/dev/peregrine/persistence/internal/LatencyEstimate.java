package dev.peregrine.persistence.internal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// How long answers of one server take lately.
///
/// What was measured is forgotten with time, too: who is avoided because it was slow is measured no
/// more, and must not be avoided for ever. Safe on any thread.
final class LatencyEstimate {

  private static final double SHARE_OF_NEW = 0.2;
  private static final double FORGOTTEN_IN_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final AtomicReference<Estimate> estimate = new AtomicReference<>(new Estimate(0, 0));

  private record Estimate(double nanos, long at) {

    double after(long now) {
      return nanos * Math.exp(-Math.max(0, now - at) / FORGOTTEN_IN_NANOS);
    }
  }

  /// Notes an answer.
  ///
  /// @param nanos how long it took
  /// @param now on this process's monotonic clock
  void add(long nanos, long now) {
    var _ =
        estimate.updateAndGet(before ->
            new Estimate(
                before.nanos == 0 ? nanos : before.nanos + SHARE_OF_NEW * (nanos - before.nanos),
                now));
  }

  /// Returns the estimate; 0 when nothing is known.
  double nanos(long now) {
    return estimate.get().after(now);
  }
}
