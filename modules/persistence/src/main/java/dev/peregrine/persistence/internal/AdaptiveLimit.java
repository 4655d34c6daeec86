package dev.peregrine.persistence.internal;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// How many statements may be sent or wait: all that the pool holds while they end in time, fewer
/// while they do not.
///
/// One that takes longer than half of what the server may work on it is late, be it that it waited
/// or that the server is slow. A late one takes the limit below what was in flight, once a round:
/// those that began before the last cut tell nothing new, and neither does one that found its way
/// free, which is slow by itself and would be however few there were. Each one in time gives a
/// place back, and a while without a late one gives back all. A burst that is answered in time is
/// never cut, which is why the limit asks for lateness and not for a queue. Safe on any thread.
final class AdaptiveLimit {

  private static final double CUT = 0.7;
  private static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final int atOnce;
  private final int least;
  private final int most;
  private final long lateNanos;
  private final AtomicInteger limit;
  private final AtomicLong lastCut;
  private volatile long lastLate;

  /// How many places there are.
  ///
  /// @param atOnce up to as many need not wait for a connection
  /// @param least below it nothing is cut: what can be at work at once, and a short queue
  /// @param most what the pool holds
  record Places(int atOnce, int least, int most) {}

  /// @param places how many
  /// @param late how long is too long
  /// @param nowNanos the time
  AdaptiveLimit(Places places, Duration late, long nowNanos) {
    this.atOnce = places.atOnce;
    this.most = places.most;
    this.least = Math.min(places.least, most);
    this.lateNanos = late.toNanos();
    this.limit = new AtomicInteger(most);
    this.lastCut = new AtomicLong(nowNanos);
    this.lastLate = nowNanos;
  }

  /// Returns how many there may be now.
  int now() {
    return limit.get();
  }

  /// A statement came to its end.
  ///
  /// @param inFlight how many there were with it
  /// @param begunNanos when it was admitted
  /// @param nowNanos the time
  void ended(int inFlight, long begunNanos, long nowNanos) {
    if (nowNanos - begunNanos > lateNanos) {
      if (inFlight > atOnce) {
        late(inFlight, begunNanos, nowNanos);
      }
    } else if (limit.get() < most) {
      var calm = nowNanos - lastLate > CALM_NANOS;
      limit.getAndUpdate(
          known -> calm ? most : inFlight * 2 >= known ? Math.min(most, known + 1) : known);
    }
  }

  private void late(int inFlight, long begunNanos, long nowNanos) {
    lastLate = nowNanos;
    var cut = lastCut.get();
    if (begunNanos - cut >= 0 && lastCut.compareAndSet(cut, nowNanos)) {
      limit.getAndUpdate(known -> Math.max(least, (int) (Math.min(known, inFlight) * CUT)));
    }
  }
}
