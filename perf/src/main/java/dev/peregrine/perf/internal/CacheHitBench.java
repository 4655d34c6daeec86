package dev.peregrine.perf.internal;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.peregrine.bus.Bus;
import dev.peregrine.bus.BusStats;
import dev.peregrine.bus.Call;
import dev.peregrine.cache.Cache;
import dev.peregrine.cache.CacheConfig;
import dev.peregrine.cache.CacheVerticle;
import dev.peregrine.cache.Caches;
import dev.peregrine.cache.Codec;
import dev.peregrine.cache.Loaded;
import dev.peregrine.cache.Read;
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
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// A hit in this process, beside Caffeine's own.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
public class CacheHitBench {

  private static final String REGION = "names";
  private static final int KEYS = 1_024;
  private static final long REDIS_BYTES = 16 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final com.github.benmanes.caffeine.cache.Cache<Long, Name> caffeine =
      Caffeine.newBuilder().maximumSize(2 * KEYS).build();
  private final Call call = Call.background("bench", Duration.ofDays(1));
  private @Nullable Path directory;
  private @Nullable EmbeddedRedis redis;
  private @Nullable Vertx vertx;
  private @Nullable Cache<Long, Name> cache;
  private long next;

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

  /// Starts a node and fills both.
  ///
  /// @throws Exception if it cannot
  @Setup
  public void open() throws Exception {
    var folder = Files.createTempDirectory("peregrine-bench-");
    directory = folder;
    var server =
        EmbeddedRedis.start(
            new EmbeddedRedisConfig(
                folder.resolve("redis"), folder.resolve("bin"), 0, REDIS_BYTES));
    redis = server;
    var loops = Vertx.vertx();
    vertx = loops;
    var bus = Bus.open(loops, BusStats.NONE);
    var config =
        new CacheConfig("bench", Duration.ofSeconds(1), Map.of(REGION, RegionConfig.defaults()));
    var caches = new Caches(bus, config, (_, _) -> {});
    var names =
        caches
            .<Long, Name>cache(REGION)
            .keys(id -> Long.toString(id), Long::valueOf)
            .codec(new NameCodec())
            .loader((id, _) -> Future.succeededFuture(Loaded.found(new Name("name " + id))))
            .build();
    wait(
        loops.deployVerticle(new CacheVerticle(bus, caches, RedisConfig.defaults(), server.uri())));
    for (var key = 0L; key < KEYS; key++) {
      caffeine.put(key, new Name("name " + key));
      var _ = wait(names.read(key, call));
    }
    cache = names;
  }

  /// Caffeine alone.
  @Benchmark
  public @Nullable Name caffeine() {
    return caffeine.getIfPresent(next++ % KEYS);
  }

  /// The region: what it knows, that it may believe it, and as a future.
  @Benchmark
  public Future<Read<Name>> region() {
    var region = cache;
    if (region == null) {
      throw new IllegalStateException("not open");
    }
    return region.read(next++ % KEYS, call);
  }

  /// Stops everything.
  ///
  /// @throws Exception if it cannot
  @TearDown
  public void close() throws Exception {
    if (vertx != null) {
      wait(vertx.close());
    }
    if (redis != null) {
      redis.close();
    }
    if (directory != null) {
      Directories.delete(directory);
    }
  }

  private static <T> T wait(Future<T> future) throws IOException {
    try {
      return future.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (java.util.concurrent.TimeoutException late) {
      throw new IOException("not done in " + PATIENCE, late);
    }
  }
}
