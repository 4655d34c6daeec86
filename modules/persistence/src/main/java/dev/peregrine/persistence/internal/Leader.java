package dev.peregrine.persistence.internal;

import dev.peregrine.persistence.ReplicationConfig;
import org.jspecify.annotations.Nullable;

/// Whether the primary may be asked now, and how new the history is that is known.
///
/// The watch alone changes it, on its context; whoever asks, on any thread, is refused at once
/// while the primary is known to be none, instead of waiting for it.
final class Leader {

  private static final int MISSED = 2;
  private static final long SILENT_NANOS = 1_000_000_000L;

  private final long silentNanos;
  private volatile @Nullable String closed;
  private volatile int timeline;
  private long seenAtNanos;
  private int missed;

  Leader(ReplicationConfig config) {
    this.silentNanos = Math.max(SILENT_NANOS, 2 * config.checkEvery().toNanos());
    this.seenAtNanos = System.nanoTime();
  }

  /// It was seen taking writes, on the highest timeline.
  void seen(int on, long now) {
    timeline = on;
    seenAtNanos = now;
    missed = 0;
    closed = null;
  }

  /// It did not answer in time; one that is only slow is asked on.
  ///
  /// @return whether it is given up for now
  boolean missed(long now) {
    missed++;
    if (missed >= MISSED && now - seenAtNanos > silentNanos) {
      closed = "the primary does not answer";
    }
    return closed != null;
  }

  /// It is not the primary any more, or may not be.
  void doubt(String why) {
    closed = why;
  }

  /// Returns why nobody may ask it; null when everybody may.
  @Nullable String closed() {
    return closed;
  }

  /// Returns the highest timeline on which a primary was seen; 0 at first.
  int timeline() {
    return timeline;
  }
}
