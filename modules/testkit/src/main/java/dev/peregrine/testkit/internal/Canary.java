package dev.peregrine.testkit.internal;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.time.Duration;

/// An object that nobody holds: when the collector has found it, it has found all others before it.
public final class Canary {

  /// The first may be found among others of its collection, the second only after all of those.
  private static final int ROUNDS = 2;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private Canary() {}

  /// Collects garbage until references to it are queued; blocks.
  ///
  /// @throws IllegalStateException if nothing is collected in 10 s
  public static void collect() {
    for (var round = 0; round < ROUNDS; round++) {
      var queue = new ReferenceQueue<Object>();
      var canary = new WeakReference<>(new Object(), queue);
      System.gc();
      try {
        var found = queue.remove(PATIENCE.toMillis());
        if (found == null || !canary.refersTo(null)) {
          throw new IllegalStateException("nothing was collected in " + PATIENCE);
        }
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(interrupted);
      }
    }
  }
}
