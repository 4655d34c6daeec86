package dev.peregrine.cache;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.Registration;
import dev.peregrine.cache.internal.BulkFetcher;
import dev.peregrine.cache.internal.Evictor;
import dev.peregrine.cache.internal.FarStore;
import dev.peregrine.cache.internal.Fences;
import dev.peregrine.cache.internal.Fetch;
import dev.peregrine.cache.internal.FetchAll;
import dev.peregrine.cache.internal.Fetcher;
import dev.peregrine.cache.internal.Guard;
import dev.peregrine.cache.internal.Inspector;
import dev.peregrine.cache.internal.InvalidationTail;
import dev.peregrine.cache.internal.Node;
import dev.peregrine.cache.internal.Putter;
import dev.peregrine.cache.internal.Region;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Talks to Redis for one node; one instance an event loop, each with a connection of its own.
///
/// The first instance also follows the invalidation log, on a connection that carries nothing else.
public final class CacheVerticle extends VerticleBase {

  private final Bus bus;
  private final Caches caches;
  private final FarTier far;
  private final List<Registration> registrations = new ArrayList<>();
  private @Nullable FarStore store;
  private @Nullable InvalidationTail tail;

  /// Makes an instance.
  ///
  /// @param bus where questions come from
  /// @param caches the node's regions
  /// @param config how long to wait for Redis
  /// @param redis where it is
  public CacheVerticle(Bus bus, Caches caches, RedisConfig config, URI redis) {
    this(bus, caches, FarTier.redis(config, redis));
  }

  /// Makes an instance.
  ///
  /// @param bus where questions come from
  /// @param caches the node's regions
  /// @param far what its nodes share
  public CacheVerticle(Bus bus, Caches caches, FarTier far) {
    this.bus = bus;
    this.caches = caches;
    this.far = far;
  }

  @Override
  public Future<?> start() {
    var node = caches.node();
    var opened = far.far().store(vertx, node.namespace());
    store = opened;
    var guard = new Guard(vertx, far.far().rest());
    var fetcher = new Fetcher(vertx, node, opened, guard);
    var bulk = new BulkFetcher(node, opened, guard);
    var evictor = new Evictor(node, opened, guard);
    var putter = new Putter(node, opened, guard);
    var fences = new Fences(vertx, node, opened, guard);
    var inspector = new Inspector(node, opened, guard);
    return Future.all(
            List.of(
                bus.answer(Fetch.ADDRESS, fetcher::fetch),
                bus.answer(FetchAll.ADDRESS, bulk::fetch),
                bus.answer(Fences.Fence.ADDRESS, fences::await),
                bus.answer(CachePort.PUT, (put, call) -> putter.put(put)),
                bus.answer(CachePort.EVICT, (evict, call) -> evictor.evict(evict)),
                bus.answer(CachePort.EVICT_KEYS, (evict, call) -> evictor.evict(evict)),
                bus.answer(CachePort.INSPECT, (inspect, call) -> inspector.inspect(inspect)),
                bus.answer(CachePort.STATS, (show, call) -> Future.succeededFuture(figures())),
                bus.answer(CachePort.GET, this::get)))
        .onSuccess(registered -> {
          registrations.addAll(registered.list());
          if (node.claimTail()) {
            follow(node);
          }
        });
  }

  private void follow(Node node) {
    var followed = new InvalidationTail(vertx, far.far().log(vertx, node.namespace()), node);
    tail = followed;
    followed.start();
  }

  @Override
  public Future<?> stop() {
    var closing = new ArrayList<Future<?>>();
    registrations.forEach(one -> closing.add(one.close()));
    if (tail != null) {
      closing.add(tail.stop());
    }
    if (store != null) {
      closing.add(store.close());
    }
    return Future.join(closing);
  }

  private CacheFigures figures() {
    return new CacheFigures(caches.coherent(), caches.figures());
  }

  private Future<GetOutcome> get(GetEntry question, Call call) {
    var region = caches.node().region(question.region());
    return region == null
        ? Future.succeededFuture(new GetOutcome.NotAKey())
        : get(region, question.key(), call);
  }

  private <K, V extends Record> Future<GetOutcome> get(
      Region<K, V> region, String text, Call call) {
    K key;
    try {
      key = region.key(text);
    } catch (IllegalArgumentException noKey) {
      return Future.succeededFuture(new GetOutcome.NotAKey());
    }
    return new Cache<>(bus, caches.node(), region).read(key, call).map(CacheVerticle::outcome);
  }

  private static <V extends Record> GetOutcome outcome(Read<V> read) {
    return read.value()
        .<GetOutcome>map(value ->
            new GetOutcome.Found(value, read.tier(), read.age().toMillis(), read.staleness()))
        .orElseGet(GetOutcome.Absent::new);
  }
}
