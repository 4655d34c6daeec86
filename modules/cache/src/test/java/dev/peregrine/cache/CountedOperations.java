package dev.peregrine.cache;

import io.vertx.core.Future;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// A disturbance that disturbs nothing and counts what the far tier was asked.
final class CountedOperations implements Disturbance {

  private final Map<Operation, LongAdder> counts = new ConcurrentHashMap<>();
  private final Map<Operation, LongAdder> answers = new ConcurrentHashMap<>();

  @Override
  public Future<Void> before(Operation operation) {
    counts.computeIfAbsent(operation, fresh -> new LongAdder()).increment();
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> after(Operation operation) {
    answers.computeIfAbsent(operation, fresh -> new LongAdder()).increment();
    return Future.succeededFuture();
  }

  long count(Operation operation) {
    return sum(counts.get(operation));
  }

  /// Returns how often the far tier has carried it out.
  long answered(Operation operation) {
    return sum(answers.get(operation));
  }

  private static long sum(@Nullable LongAdder count) {
    return count == null ? 0 : count.sum();
  }
}
