package dev.peregrine.notifications.internal;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Decides how many mails may go to the server: all when it answers, none for a while when it does
/// not, then one as a probe.
///
/// Confined to one context; time is handed in.
final class LaneGate {

  /// The first pause is short, so that a server that was restarted is found at once.
  private static final long FIRST_PAUSE_MS = 100;

  private static final long MAX_PAUSE_MS = 10_000;
  private static final long MIN_PAUSE_MS = 20;

  /// A wrong password does not mend itself, and asking often locks accounts.
  private static final long MISCONFIGURED_PAUSE_MS = 30_000;

  private final RandomGenerator random;
  private boolean open = true;
  private boolean probing;
  private int failures;
  private long pausedUntilNanos;

  LaneGate(RandomGenerator random) {
    this.random = random;
  }

  /// Tells whether the server answered last.
  boolean isOpen() {
    return open;
  }

  /// Returns how many of the free slots may be used now.
  int permits(int free, long nowNanos) {
    if (open) {
      return free;
    }
    return probing || pauseMs(nowNanos) > 0 ? 0 : Math.min(1, free);
  }

  /// Returns how long nothing may be sent yet, in milliseconds, rounded up; 0 when something may.
  long pauseMs(long nowNanos) {
    return open ? 0 : Math.max(0, Math.ceilDiv(pausedUntilNanos - nowNanos, 1_000_000L));
  }

  /// A mail goes to the server; exactly one of the other three follows.
  void sending() {
    probing = !open;
  }

  /// The server talked about a mail.
  ///
  /// @return whether it did not before
  boolean reached() {
    var resumed = !open;
    open = true;
    probing = false;
    failures = 0;
    return resumed;
  }

  /// The server is away. Mails that were in flight together count as one failure.
  ///
  /// @return the pause, or zero if there is one already
  Duration away(long nowNanos) {
    probing = false;
    if (pauseMs(nowNanos) > 0) {
      return Duration.ZERO;
    }
    var most = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS << Math.min(failures++, 16));
    return pause(Math.max(MIN_PAUSE_MS, random.nextLong(most + 1)), nowNanos);
  }

  /// The server does not want us.
  ///
  /// @return the pause, or zero if there is one already
  Duration misconfigured(long nowNanos) {
    probing = false;
    if (pauseMs(nowNanos) > 0) {
      return Duration.ZERO;
    }
    return pause(MISCONFIGURED_PAUSE_MS + random.nextLong(MISCONFIGURED_PAUSE_MS), nowNanos);
  }

  private Duration pause(long pauseMs, long nowNanos) {
    open = false;
    pausedUntilNanos = nowNanos + pauseMs * 1_000_000L;
    return Duration.ofMillis(pauseMs);
  }
}
