package dev.peregrine.customers.internal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.function.Supplier;

/// Steps one after the other, however many. A chain of composed futures would hold what each step
/// has held until the last one is done.
final class Steps {

  private Steps() {}

  /// Takes steps until one is the last.
  ///
  /// @param step starts one; tells whether another follows; never done at once for long
  static Future<Void> run(Supplier<Future<Boolean>> step) {
    var done = Promise.<Void>promise();
    next(step, done);
    return done.future();
  }

  private static void next(Supplier<Future<Boolean>> step, Promise<Void> done) {
    Future<Boolean> taken;
    try {
      taken = step.get();
    } catch (RuntimeException thrown) {
      done.fail(thrown);
      return;
    }
    var _ =
        taken.onComplete(
            another -> {
              if (another) {
                next(step, done);
              } else {
                done.complete();
              }
            },
            done::fail);
  }
}
