package dev.peregrine.testkit;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A Vert.x that remembers what went wrong on its threads, and fails the test for it when closed.
///
/// Two things go wrong: an exception that nobody caught, and an event loop that was blocked for 10
/// seconds (far above what production may take: a machine with more to do than it can may keep a
/// thread from running for seconds). Safe on any thread but an event loop.
public final class TestVertx implements AutoCloseable {

  private static final int CHECK_MS = 100;
  private static final int LIMIT_MS = 10_000;
  private static final int MOST_REMEMBERED = 100;

  private final LinkedBlockingQueue<Throwable> wrongs = new LinkedBlockingQueue<>(MOST_REMEMBERED);
  private final Vertx vertx;

  private TestVertx(Vertx vertx) {
    this.vertx = vertx;
    vertx.exceptionHandler(this::remember);
    ((VertxInternal) vertx)
        .blockedThreadChecker()
        .setThreadBlockedHandler(event -> {
          var blocked =
              new AssertionError(
                  event.thread().getName()
                      + ": blocked for "
                      + TimeUnit.NANOSECONDS.toMillis(event.duration())
                      + " ms (expected: less than "
                      + TimeUnit.NANOSECONDS.toMillis(event.maxExecTime())
                      + " ms)");
          blocked.setStackTrace(event.thread().getStackTrace());
          remember(blocked);
        });
  }

  /// Creates one with two event loops.
  public static TestVertx create() {
    return create(new VertxOptions().setEventLoopPoolSize(2));
  }

  /// Creates one.
  ///
  /// @param options anything but the check for blocked threads, which is set here
  public static TestVertx create(VertxOptions options) {
    return new TestVertx(
        Vertx.vertx(
            options
                .setBlockedThreadCheckInterval(CHECK_MS)
                .setMaxEventLoopExecuteTime(LIMIT_MS)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)));
  }

  /// Returns the Vert.x.
  public Vertx vertx() {
    return vertx;
  }

  /// Returns what went wrong so far, the first hundred, and forgets it: for tests that provoke it.
  public List<Throwable> drainWrongs() {
    var drained = new ArrayList<Throwable>();
    wrongs.drainTo(drained);
    return drained;
  }

  /// Closes the Vert.x.
  ///
  /// @throws AssertionError if something went wrong on its threads; what it was is suppressed in it
  @Override
  public void close() {
    Awaiting.await(vertx.close());
    var left = drainWrongs();
    if (!left.isEmpty()) {
      var failure = new AssertionError("on Vert.x threads went wrong: " + left);
      left.forEach(failure::addSuppressed);
      throw failure;
    }
  }

  /// Beyond the bound the first ones tell enough.
  private void remember(Throwable wrong) {
    var _ = wrongs.offer(wrong);
  }
}
