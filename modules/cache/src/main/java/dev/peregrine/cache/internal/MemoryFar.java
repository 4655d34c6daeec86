package dev.peregrine.cache.internal;

import dev.peregrine.cache.CacheClock;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// A far tier in this process. Safe on any thread.
public final class MemoryFar implements Far {

  private final long maxBytes;
  private final CacheClock clock;
  private final ConcurrentMap<String, MemoryNamespace> namespaces = new ConcurrentHashMap<>();

  /// Makes an empty one.
  ///
  /// @param maxBytes bound of what the entries of a namespace take
  /// @param clock by which they end
  public MemoryFar(long maxBytes, CacheClock clock) {
    this.maxBytes = maxBytes;
    this.clock = clock;
  }

  @Override
  public Duration rest() {
    return Duration.ofMillis(500);
  }

  @Override
  public FarStore store(Vertx vertx, String namespace) {
    return new MemoryFarStore(namespace(namespace));
  }

  @Override
  public FarLog log(Vertx vertx, String namespace) {
    return new MemoryFarLog(vertx, namespace(namespace));
  }

  private MemoryNamespace namespace(String name) {
    return namespaces.computeIfAbsent(name, fresh -> new MemoryNamespace(maxBytes, clock));
  }
}
