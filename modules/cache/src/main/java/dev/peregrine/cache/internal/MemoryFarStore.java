package dev.peregrine.cache.internal;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// The entries of a far tier in this process.
///
/// @param namespace where they are
record MemoryFarStore(MemoryNamespace namespace) implements FarStore {

  @Override
  public Future<List<Optional<Held>>> get(List<String> records) {
    return Future.succeededFuture(records.stream().map(namespace::get).toList());
  }

  @Override
  public Future<Leases> lease(List<Wanted> wanted) {
    var token = UUID.randomUUID().toString();
    var granted = wanted.stream().map(one -> namespace.lease(one, token)).toList();
    return Future.succeededFuture(new Leases(token, granted, namespace.end()));
  }

  @Override
  public Future<List<Boolean>> fill(String token, List<Filling> fillings) {
    return Future.succeededFuture(
        fillings.stream().map(filling -> namespace.fill(token, filling)).toList());
  }

  @Override
  public Future<Void> release(String token, List<String> records) {
    records.forEach(record -> namespace.release(token, record));
    return Future.succeededFuture();
  }

  @Override
  public Future<List<Long>> evict(List<Eviction> evictions) {
    return Future.succeededFuture(evictions.stream().map(namespace::evict).toList());
  }

  @Override
  public Future<OptionalLong> put(Putting putting) {
    return Future.succeededFuture(namespace.put(putting));
  }

  @Override
  public Future<Map<String, Long>> followers() {
    return Future.succeededFuture(Map.copyOf(namespace.followers()));
  }

  /// Nodes of this process say when they leave.
  @Override
  public Future<Void> forgetSilentFollowers() {
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
