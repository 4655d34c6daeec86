package dev.peregrine.customers.internal;

import dev.peregrine.http.Problem;
import dev.peregrine.http.Rejection;
import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// So much work of a kind at once on this node, and no more. Safe on any thread.
final class Slots {

  private static final String RETRY_AFTER_SECONDS = "5";

  private final String kind;
  private final int limit;
  private final AtomicInteger taken = new AtomicInteger();

  Slots(String kind, int limit) {
    this.kind = kind;
    this.limit = limit;
  }

  /// Starts work, unless as much is under way as may be.
  ///
  /// @param work what to start
  /// @return its result, or a [Rejection] with status 503
  <T> Future<T> run(Supplier<Future<T>> work) {
    if (taken.incrementAndGet() > limit) {
      taken.decrementAndGet();
      return Future.failedFuture(full(kind));
    }
    return Future.succeededFuture()
        .compose(begun -> work.get())
        .onComplete(done -> taken.decrementAndGet());
  }

  static Rejection full(String kind) {
    var problem =
        Problem.of(
            503,
            "overloaded",
            "Too much at once",
            "As many " + kind + "s run as may at once; try again.");
    return new Rejection(problem, Map.of("Retry-After", RETRY_AFTER_SECONDS));
  }
}
