package dev.peregrine.cache;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.cache.internal.Fences;
import dev.peregrine.cache.internal.Node;
import dev.peregrine.cache.internal.RegionSpec;
import io.vertx.core.Future;
import java.time.Duration;
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
    this(bus, config, stats, CacheClock.system());
  }

  /// Makes a node without regions that goes by a clock of its own, for tests.
  ///
  /// @param bus carries questions to the cache verticle
  /// @param config namespace, bound and regions
  /// @param stats told what happens
  /// @param clock by which entries age
  public Caches(Bus bus, CacheConfig config, CacheStats stats, CacheClock clock) {
    this.bus = bus;
    this.node = new Node(config, stats, clock);
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
    return node.coherent();
  }

  /// Returns for how long this node has had no proof that it has seen every invalidation: some
  /// tenths of a second in peace.
  public Duration unprovenFor() {
    return Duration.ofNanos(node.unprovenNanos());
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

  /// Waits until no node serves as fresh what is older than a token.
  ///
  /// Usually some milliseconds: until every node has told that it has applied the log up to there.
  /// A node that is silent is waited for no longer than bound B, after which it does not believe
  /// its memory.
  ///
  /// @param token what an eviction or a put answered
  /// @param call until when the caller waits
  /// @return whether every node answered; false: the bound has passed instead. Fails for
  ///   [Token#NONE]: the others have not been told yet
  public Future<Boolean> fence(Token token, Call call) {
    return token.position() == 0
        ? Future.failedFuture(
            new BusFailure(
                FailureKind.UNAVAILABLE, "cache.fence", "the far tier was not told of it"))
        : bus.ask(Fences.Fence.ADDRESS, new Fences.Fence(token.position()), call)
            .map(Fences.Fenced::acknowledged);
  }

  /// Makes every node forget keys, in one exchange with the far tier.
  ///
  /// @param region its name
  /// @param keys the keys as text, 1 to 1,000
  /// @param call until when the caller waits
  /// @return as [#evict]; fails, with nothing evicted, if one of them is no key of the region
  /// @throws IllegalArgumentException if they are none or too many
  public Future<Token> evictKeys(String region, List<String> keys, Call call) {
    return evict(bus, new EvictKeys(region, keys), call);
  }

  static Future<Token> evict(Bus bus, EvictKeys question, Call call) {
    return bus.ask(CachePort.EVICT_KEYS, question, call).map(Caches::token);
  }

  static Future<Token> evict(Bus bus, Evict question, Call call) {
    return bus.ask(CachePort.EVICT, question, call).map(Caches::token);
  }

  private static Token token(EvictOutcome outcome) {
    return switch (outcome) {
      case EvictOutcome.Evicted(var token) -> token;
      case EvictOutcome.NotAKey() ->
          throw new IllegalArgumentException("cache key: no key of the region");
    };
  }

  <K, V extends Record> Cache<K, V> add(RegionSpec<K, V> spec) {
    return new Cache<>(bus, node, node.add(spec));
  }

  Node node() {
    return node;
  }
}
