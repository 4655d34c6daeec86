package dev.peregrine.cache.history;

import static dev.peregrine.testkit.Awaiting.await;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.BusStats;
import dev.peregrine.bus.Call;
import dev.peregrine.cache.Cache;
import dev.peregrine.cache.CacheConfig;
import dev.peregrine.cache.CacheVerticle;
import dev.peregrine.cache.Caches;
import dev.peregrine.cache.Codec;
import dev.peregrine.cache.Loaded;
import dev.peregrine.cache.RedisConfig;
import dev.peregrine.cache.RegionConfig;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// A node of the cache whose source is a [VersionSource].
final class HistoryNode implements AutoCloseable {

  private static final String REGION = "versions";
  private static final RedisConfig REDIS =
      new RedisConfig(Optional.empty(), Duration.ofMillis(300), Duration.ofMillis(300));

  private final Vertx vertx = Vertx.vertx();
  private final VersionSource source;
  private final Caches caches;
  private final Cache<Long, Version> cache;

  /// What the source has; the key is in it, so that an answer to another question shows.
  record Version(long key, long number) {}

  private static final class VersionCodec implements Codec<Version> {

    @Override
    public Buffer encode(Version value) {
      return Buffer.buffer().appendLong(value.key()).appendLong(value.number());
    }

    @Override
    public Version decode(Buffer bytes) {
      return new Version(bytes.getLong(0), bytes.getLong(8));
    }

    @Override
    public int schema() {
      return 1;
    }
  }

  HistoryNode(URI redis, String namespace, VersionSource source, Duration staleAtMost) {
    this.source = source;
    var bus = Bus.open(vertx, BusStats.NONE);
    var config = new CacheConfig(namespace, staleAtMost, Map.of(REGION, RegionConfig.defaults()));
    this.caches = new Caches(bus, config, (name, event) -> {});
    this.cache =
        caches
            .<Long, Version>cache(REGION)
            .keys(key -> Long.toString(key), Long::valueOf)
            .codec(new VersionCodec())
            .loader((key, call) ->
                vertx
                    .executeBlocking(() -> new Version(key, source.version(key)), false)
                    .map(version -> Loaded.found(version).tagged(VersionSource.tag(key))))
            .build();
    await(vertx.deployVerticle(new CacheVerticle(bus, caches, REDIS, redis)));
  }

  boolean coherent() {
    return caches.coherent();
  }

  Cache<Long, Version> cache() {
    return cache;
  }

  VersionSource source() {
    return source;
  }

  static Call soon() {
    return Call.background("history", Duration.ofSeconds(20));
  }

  @Override
  public void close() {
    await(vertx.close());
  }
}
