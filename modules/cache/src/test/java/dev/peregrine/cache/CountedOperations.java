package dev.peregrine.cache;

import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// A disturbance that disturbs nothing and counts what the far tier was asked.
final class CountedOperations implements Disturbance {

  private final Map<Operation, LongAdder> counts = new ConcurrentHashMap<>();

  @Override
  public Future<Void> before(Operation operation) {
    counts.computeIfAbsent(operation, fresh -> new LongAdder()).increment();
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> after(Operation operation) {
    return Future.succeededFuture();
  }

  long count(Operation operation) {
    var count = counts.get(operation);
    return count == null ? 0 : count.sum();
  }
}
