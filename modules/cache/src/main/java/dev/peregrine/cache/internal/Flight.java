package dev.peregrine.cache.internal;

import dev.peregrine.cache.Read;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.atomic.AtomicLong;

/// One fetch under way for one key, and all who wait for it.
///
/// An invalidation that is applied meanwhile leaves its position here, so that what the fetch
/// brings is handed out but not remembered.
final class Flight<V> {

  private final Promise<Read<V>> landed = Promise.promise();
  private final AtomicLong dirty = new AtomicLong(-1);

  /// Notes that the key was invalidated at this position of the log.
  void mark(long position) {
    dirty.accumulateAndGet(position, Math::max);
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
