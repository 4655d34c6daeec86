package dev.peregrine.perf.internal;

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
import dev.peregrine.embedded.EmbeddedRedis;
import dev.peregrine.embedded.EmbeddedRedisConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Nodes of a cache, each with a Vert.x of its own, on one embedded Redis, for benchmarks. Confined
/// to the benchmark's thread.
final class CacheNodes implements AutoCloseable {

  private static final String REGION = "names";
  private static final long REDIS_BYTES = 512L << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Call call = Call.background("bench", Duration.ofDays(1));
  private final Path directory;
  private final EmbeddedRedis redis;
  private final List<Vertx> loops = new ArrayList<>();
  private final List<Cache<Long, Name>> caches = new ArrayList<>();

  /// A value.
  ///
  /// @param text of it
  public record Name(String text) {}

  private static final class NameCodec implements Codec<Name> {

    @Override
    public Buffer encode(Name value) {
      return Buffer.buffer(value.text());
    }

    @Override
    public Name decode(Buffer bytes) {
      return new Name(bytes.toString());
    }

    @Override
    public int schema() {
      return 1;
    }
  }

  private CacheNodes(Path directory) {
    this.directory = directory;
    this.redis =
        EmbeddedRedis.start(
            new EmbeddedRedisConfig(
                directory.resolve("redis"), directory.resolve("bin"), 0, REDIS_BYTES));
  }

  /// Starts a server and nodes.
  ///
  /// @param nodes how many
  static CacheNodes start(int nodes) throws IOException {
    var started = new CacheNodes(Files.createTempDirectory("peregrine-bench-"));
    for (var node = 0; node < nodes; node++) {
      started.add();
    }
    return started;
  }

  private void add() throws IOException {
    var vertx = Vertx.vertx();
    loops.add(vertx);
    var bus = Bus.open(vertx, BusStats.NONE);
    var region = RegionConfig.tuned().nearBytes(512L << 20).config();
    var node =
        new Caches(
            bus,
            new CacheConfig("bench", Duration.ofSeconds(1), Map.of(REGION, region)),
            (name, event) -> {});
    caches.add(
        node.<Long, Name>cache(REGION)
            .keys(id -> Long.toString(id), Long::valueOf)
            .codec(new NameCodec())
            .loader((id, asked) ->
                Future.succeededFuture(
                    Loaded.found(new Name("name " + id)).tagged(id < 10 ? "few" : "many")))
            .build());
    wait(vertx.deployVerticle(new CacheVerticle(bus, node, RedisConfig.defaults(), redis.uri())));
    while (!node.coherent()) {
      Thread.onSpinWait();
    }
  }

  Cache<Long, Name> cache(int node) {
    return caches.get(node);
  }

  Call call() {
    return call;
  }

  static <T> T wait(Future<T> future) throws IOException {
    try {
      return future.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new IOException("not done in " + PATIENCE, late);
    }
  }

  @Override
  public void close() throws IOException {
    for (var vertx : loops) {
      wait(vertx.close());
    }
    redis.close();
    Directories.delete(directory);
  }
}
