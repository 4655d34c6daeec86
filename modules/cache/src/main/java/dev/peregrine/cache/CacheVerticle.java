package dev.peregrine.cache;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.Registration;
import dev.peregrine.cache.internal.Evictor;
import dev.peregrine.cache.internal.Fetch;
import dev.peregrine.cache.internal.Fetcher;
import dev.peregrine.cache.internal.Guard;
import dev.peregrine.cache.internal.Inspector;
import dev.peregrine.cache.internal.InvalidationTail;
import dev.peregrine.cache.internal.RedisFarTier;
import dev.peregrine.cache.internal.RedisLink;
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
  private final RedisConfig config;
  private final URI redis;
  private final List<Registration> registrations = new ArrayList<>();
  private @Nullable RedisLink link;
  private @Nullable InvalidationTail tail;

  /// Makes an instance.
  ///
  /// @param bus where questions come from
  /// @param caches the node's regions
  /// @param config how long to wait for Redis
  /// @param redis where it is
  public CacheVerticle(Bus bus, Caches caches, RedisConfig config, URI redis) {
    this.bus = bus;
    this.caches = caches;
    this.config = config;
    this.redis = redis;
  }

  @Override
  public Future<?> start() {
    var node = caches.node();
    var commands = new RedisLink(vertx, redis, config, "cache");
    link = commands;
    var far = new RedisFarTier(commands, node.namespace());
    var guard = new Guard(vertx, config);
    var fetcher = new Fetcher(vertx, node, far, guard);
    var evictor = new Evictor(node, far, guard);
    var inspector = new Inspector(node, far, guard);
    if (node.claimTail()) {
      var followed =
          new InvalidationTail(vertx, new RedisLink(vertx, redis, config, "cache-tail"), node);
      tail = followed;
      followed.start();
    }
    return Future.all(
            bus.answer(Fetch.ADDRESS, (fetch, call) -> fetcher.fetch(fetch, call)),
            bus.answer(CachePort.EVICT, (evict, call) -> evictor.evict(evict)),
            bus.answer(CachePort.INSPECT, (inspect, call) -> inspector.inspect(inspect)),
            bus.answer(CachePort.STATS, (show, call) -> Future.succeededFuture(figures())),
            bus.answer(CachePort.GET, this::get))
        .onSuccess(registered -> registrations.addAll(registered.list()));
  }

  @Override
  public Future<?> stop() {
    var closing = new ArrayList<Future<?>>();
    registrations.forEach(one -> closing.add(one.close()));
    if (tail != null) {
      closing.add(tail.stop());
    }
    if (link != null) {
      closing.add(link.close());
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
