package dev.peregrine.cache;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.cache.internal.Node;
import dev.peregrine.cache.internal.RegionSpec;
import io.vertx.core.Future;
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

  /// Makes every node forget; for who has no [Cache] of the region, which this node need not know.
  ///
  /// @param region its name
  /// @param what which of its entries
  /// @param call until when the caller waits
  /// @return reads with this token, on any node, see nothing older; [Token#NONE] when Redis is
  ///   away: then this node has forgotten, and tells the others when Redis is back
  public Future<Token> evict(String region, Selection what, Call call) {
    return evict(bus, new Evict(region, what), call);
  }

  /// Counts what a selection means in this process's memory; takes time in proportion to what is
  /// held, so not for an event loop.
  ///
  /// @param region its name
  /// @param what which of its entries
  /// @return how many entries; 0 if this node has no such region
  public long held(String region, Selection what) {
    var known = node.region(region);
    return known == null ? 0 : known.held(what);
  }

  static Future<Token> evict(Bus bus, Evict question, Call call) {
    return bus.ask(CachePort.EVICT, question, call)
        .map(outcome ->
            switch (outcome) {
              case EvictOutcome.Evicted(var token) -> token;
              case EvictOutcome.NotAKey() ->
                  throw new IllegalArgumentException("cache key: no key of the region");
            });
  }

  <K, V extends Record> Cache<K, V> add(RegionSpec<K, V> spec) {
    return new Cache<>(bus, node, node.add(spec));
  }

  Node node() {
    return node;
  }
}
