package dev.peregrine.cache;

import dev.peregrine.bus.Bus;
import dev.peregrine.cache.internal.Node;
import dev.peregrine.cache.internal.RegionSpec;
import java.util.List;

/// One node's regions. Two of them in one process are two nodes: they meet in Redis only.
public final class Caches {

  private final Bus bus;
  private final Node node;

  /// Makes a node without regions.
  ///
  /// @param bus carries questions to the cache verticle
  /// @param config namespace, bound and regions
  /// @param stats told what happens
  public Caches(Bus bus, CacheConfig config, CacheStats stats) {
    this.bus = bus;
    this.node = new Node(config, stats);
  }

  /// Starts to declare a region.
  ///
  /// @param region its name, which must have an entry in the configuration
  public <K, V extends Record> CacheBuilder<K, V> cache(String region) {
    return new CacheBuilder<>(this, bus, region);
  }

  /// Returns what each region holds in this process.
  public List<RegionFigures> figures() {
    return node.figures();
  }

  /// Tells whether this node can prove that it has seen every invalidation older than the bound.
  public boolean coherent() {
    return node.coherent(System.nanoTime());
  }

  <K, V extends Record> Cache<K, V> add(RegionSpec<K, V> spec) {
    return new Cache<>(bus, node, node.add(spec));
  }

  Node node() {
    return node;
  }
}
