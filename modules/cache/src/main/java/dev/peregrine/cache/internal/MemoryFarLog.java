package dev.peregrine.cache.internal;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;

/// The reading end of the invalidation log of a far tier in this process. Confined to the context
/// that opened it.
///
/// @param vertx whose timers end a poll that finds nothing new
/// @param namespace whose log
record MemoryFarLog(Vertx vertx, MemoryNamespace namespace) implements FarLog {

  @Override
  public Future<Start> hello(String node) {
    return Future.succeededFuture(namespace.hello(node));
  }

  @Override
  public Future<News> poll(String node, Poll poll) {
    if (poll.acknowledge()) {
      namespace.followers().put(node, poll.cursor());
    }
    var context = vertx.getOrCreateContext();
    var waited = Promise.<Void>promise();
    Runnable waiter = waited::tryComplete;
    namespace.wakes(waiter);
    if (namespace.end() > poll.cursor()) {
      waited.tryComplete();
    }
    var timer = vertx.setTimer(BLOCK_MS, fired -> waited.tryComplete());
    // Whoever wrote is not to do this node's work, and no poll answers within its own question.
    var answered = Promise.<News>promise();
    var _ =
        waited
            .future()
            .onComplete(woken ->
                context.runOnContext(run -> {
                  vertx.cancelTimer(timer);
                  namespace.leaves(waiter);
                  answered.complete(namespace.after(poll.cursor()));
                }));
    return answered.future();
  }

  @Override
  public Future<List<Long>> evict(List<Eviction> evictions) {
    return Future.succeededFuture(evictions.stream().map(namespace::evict).toList());
  }

  @Override
  public Future<Void> leave(String node) {
    namespace.followers().remove(node);
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
