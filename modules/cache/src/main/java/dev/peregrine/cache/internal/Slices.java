package dev.peregrine.cache.internal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.IntConsumer;

/// Long work in slices, so that others get their turn on the event loop in between.
final class Slices {

  /// As much as takes some tenths of a millisecond.
  private static final int SIZE = 256;

  private Slices() {}

  /// Does something for each number from 0 on, on the caller's context; the first slice at once,
  /// and without a context all of it.
  ///
  /// @param count how many
  /// @param each what is done
  /// @return done when all is done; failed, and nothing further done, when something throws
  static Future<Void> each(int count, IntConsumer each) {
    var done = Promise.<Void>promise();
    from(0, count, each, done);
    return done.future();
  }

  private static void from(int start, int count, IntConsumer each, Promise<Void> done) {
    var context = Vertx.currentContext();
    var end = context == null ? count : Math.min(count, start + SIZE);
    try {
      for (var i = start; i < end; i++) {
        each.accept(i);
      }
    } catch (RuntimeException thrown) {
      done.fail(thrown);
      return;
    }
    if (context == null || end == count) {
      done.complete();
    } else {
      context.runOnContext(next -> from(end, count, each, done));
    }
  }
}
