package dev.peregrine.cache.internal;

import dev.peregrine.cache.Disturbance;
import dev.peregrine.cache.Disturbance.Operation;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// A far tier with faults.
///
/// @param far what works
/// @param disturbance what goes wrong
public record DisturbedFar(Far far, Disturbance disturbance) implements Far {

  @Override
  public Duration rest() {
    return far.rest();
  }

  @Override
  public FarStore store(Vertx vertx, String namespace) {
    return new Store(far.store(vertx, namespace), this);
  }

  @Override
  public FarLog log(Vertx vertx, String namespace) {
    return new Log(far.log(vertx, namespace), this);
  }

  private <T> Future<T> disturbed(Operation operation, Supplier<Future<T>> work) {
    return disturbance
        .before(operation)
        .compose(begun -> work.get())
        .compose(done -> disturbance.after(operation).map(done));
  }

  private record Store(FarStore store, DisturbedFar far) implements FarStore {

    @Override
    public Future<List<Optional<Held>>> get(List<String> records) {
      return far.disturbed(Operation.GET, () -> store.get(records));
    }

    @Override
    public Future<Leases> lease(List<Wanted> wanted) {
      return far.disturbed(Operation.LEASE, () -> store.lease(wanted));
    }

    @Override
    public Future<List<Boolean>> fill(String token, List<Filling> fillings) {
      return far.disturbed(Operation.FILL, () -> store.fill(token, fillings));
    }

    @Override
    public Future<Void> release(String token, List<String> records) {
      return far.disturbed(Operation.RELEASE, () -> store.release(token, records));
    }

    @Override
    public Future<List<Long>> evict(List<Eviction> evictions) {
      return far.disturbed(Operation.EVICT, () -> store.evict(evictions));
    }

    @Override
    public Future<OptionalLong> put(Putting putting) {
      return far.disturbed(Operation.PUT, () -> store.put(putting));
    }

    @Override
    public Future<Map<String, Long>> followers() {
      return far.disturbed(Operation.FOLLOWERS, store::followers);
    }

    @Override
    public Future<Void> forgetSilentFollowers() {
      return far.disturbed(Operation.FOLLOWERS, store::forgetSilentFollowers);
    }

    @Override
    public Future<Void> close() {
      return store.close();
    }
  }

  private record Log(FarLog log, DisturbedFar far) implements FarLog {

    @Override
    public Future<Start> hello(String node) {
      return far.disturbed(Operation.HELLO, () -> log.hello(node));
    }

    @Override
    public Future<News> poll(String node, Poll poll) {
      return far.disturbed(Operation.POLL, () -> log.poll(node, poll));
    }

    @Override
    public Future<List<Long>> evict(List<Eviction> evictions) {
      return far.disturbed(Operation.EVICT, () -> log.evict(evictions));
    }

    @Override
    public Future<Void> leave(String node) {
      return log.leave(node);
    }

    @Override
    public Future<Void> close() {
      return log.close();
    }
  }
}
