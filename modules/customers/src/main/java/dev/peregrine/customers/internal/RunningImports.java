package dev.peregrine.customers.internal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// The imports whose lines arrive at this node, as many as run at once at most. Safe on any thread.
public final class RunningImports {

  private final Map<UUID, Run> runs = new ConcurrentHashMap<>();

  /// Makes it, with none.
  public RunningImports() {}

  /// One that runs.
  ///
  /// @param cut breaks it off; called on any thread
  /// @param over done when it has ended, however
  private record Run(Runnable cut, Future<?> over) {}

  /// Adds one until it is over.
  void add(UUID id, Runnable cut, Future<?> over) {
    var run = new Run(cut, over);
    runs.put(id, run);
    var _ = over.onComplete(ended -> runs.remove(id, run));
  }

  /// Breaks one off, since another sender goes on with it.
  ///
  /// @return done, on the caller's context, when it has ended; at once if it does not run here
  Future<Void> end(UUID id) {
    var run = runs.get(id);
    if (run == null) {
      return Future.succeededFuture();
    }
    var context = Objects.requireNonNull(Vertx.currentContext(), "not on a context");
    var done = Promise.<Void>promise();
    var _ = run.over.onComplete(ended -> context.runOnContext(hopped -> done.complete()));
    run.cut.run();
    return done.future();
  }

  List<UUID> ids() {
    return List.copyOf(runs.keySet());
  }
}
