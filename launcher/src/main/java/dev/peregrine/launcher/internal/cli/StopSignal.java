package dev.peregrine.launcher.internal.cli;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Says that the process was asked to stop, and keeps it alive until it has.
///
/// On Ctrl-C and on SIGTERM the runtime runs its shutdown hooks and then ends, whatever the main
/// thread does. The hook of this class passes the wish on and waits, with a bound, until the
/// command has drained. Safe on any thread.
public final class StopSignal {

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CompletableFuture<Boolean> wish = new CompletableFuture<>();
  private final CountDownLatch finished = new CountDownLatch(1);

  /// Makes a signal that nothing is connected to; for tests and for commands that end by
  /// themselves.
  public StopSignal() {}

  /// Makes a signal that the runtime's end sets off.
  ///
  /// @param patience longest wait for the command after the signal
  static StopSignal ofProcess(Duration patience) {
    var signal = new StopSignal();
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> signal.requestAndWait(patience), "stop-signal"));
    return signal;
  }

  /// Asks the command to stop.
  public void request() {
    requested.countDown();
    wish.complete(true);
  }

  /// Tells whether the command was asked to stop.
  public boolean requested() {
    return requested.getCount() == 0;
  }

  /// Blocks until the command is asked to stop.
  ///
  /// @throws InterruptedException if this thread is interrupted
  public void await() throws InterruptedException {
    requested.await();
  }

  /// Blocks until the command is asked to stop, or a time is over.
  ///
  /// @return whether it was asked to
  /// @throws InterruptedException if this thread is interrupted
  boolean requestedWithin(Duration time) throws InterruptedException {
    return requested.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Returns what completes when the command is asked to stop.
  public CompletableFuture<Boolean> wish() {
    return wish.copy();
  }

  /// Says that the command has ended, so that the process may.
  void finish() {
    finished.countDown();
  }

  /// Asks, and waits until the command has ended or patience has.
  void requestAndWait(Duration patience) {
    request();
    try {
      if (!finished.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        System.err.println("peregrine: not drained after " + patience.toSeconds() + " s: leaving");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
