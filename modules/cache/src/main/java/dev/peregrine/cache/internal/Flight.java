package dev.peregrine.cache.internal;

import dev.peregrine.cache.Read;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicLong;

/// One fetch under way for one key, and all who wait for it. Safe on any thread.
///
/// An invalidation that is applied meanwhile leaves its position here, so that what the fetch
/// brings is handed out but not remembered; and it closes the flight, so that who comes after the
/// invalidation does not get what was read before it.
final class Flight<V> {

  private final Promise<Read<V>> landed = Promise.promise();
  private final AtomicLong dirty = new AtomicLong(-1);
  private final int born;
  private final long startedAfter;
  private final long startedAtNanos;
  private volatile boolean closed;

  /// Makes a flight, before its fetch starts.
  ///
  /// @param born the version of the region's rules
  /// @param startedAfter the last invalidation that this process knows to be in the log
  /// @param startedAtNanos this moment
  Flight(int born, long startedAfter, long startedAtNanos) {
    this.born = born;
    this.startedAfter = startedAfter;
    this.startedAtNanos = startedAtNanos;
  }

  long startedAtNanos() {
    return startedAtNanos;
  }

  int born() {
    return born;
  }

  /// Notes that the key was invalidated at this position of the log. What stood there when the
  /// fetch started, it has seen.
  void invalidate(long position) {
    if (position > startedAfter) {
      dirty.accumulateAndGet(position, Math::max);
    }
    close(position);
  }

  /// Lets nobody else wait for it, if it started before this position was in the log.
  void close(long position) {
    if (position > startedAfter) {
      closed = true;
    }
  }

  /// Another takes its place and hears of invalidations from now on; what this one brings cannot be
  /// remembered.
  void replaced() {
    dirty.set(Long.MAX_VALUE);
  }

  boolean isClosed() {
    return closed;
  }

  boolean invalidatedAfter(long position) {
    return dirty.get() > position;
  }

  void land(Read<V> read) {
    landed.complete(read);
  }

  void crash(Throwable thrown) {
    landed.fail(thrown);
  }

  /// Returns the result on the context of whoever asks for it.
  Future<Read<V>> result() {
    var context = Vertx.currentContext();
    if (context == null) {
      return landed.future();
    }
    var mine = Promise.<Read<V>>promise();
    var _ = landed.future().onComplete(done -> context.runOnContext(run -> mine.handle(done)));
    return mine.future();
  }
}
