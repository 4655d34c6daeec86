package dev.peregrine.perf.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.peregrine.cache.Read;
import dev.peregrine.perf.internal.CacheNodes.Name;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.Duration;
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

  private static final int KEYS = 1_024;

  private final Cache<Long, Name> caffeine = Caffeine.newBuilder().maximumSize(2 * KEYS).build();
  private final Cache<Long, Name> expiring =
      Caffeine.newBuilder().maximumSize(2 * KEYS).expireAfterWrite(Duration.ofHours(1)).build();
  private @Nullable CacheNodes nodes;
  private long next;

  /// Starts a node and fills both.
  ///
  /// @throws IOException if it cannot
  @Setup
  public void open() throws IOException {
    var started = CacheNodes.start(1);
    nodes = started;
    for (var key = 0L; key < KEYS; key++) {
      caffeine.put(key, new Name("name " + key));
      expiring.put(key, new Name("name " + key));
      var _ = CacheNodes.wait(started.cache(0).read(key, started.call()));
    }
  }

  /// Caffeine alone, whose entries never end.
  @Benchmark
  public @Nullable Name caffeine() {
    return caffeine.getIfPresent(next++ % KEYS);
  }

  /// Caffeine alone, whose entries end: like the region, it reads the clock.
  @Benchmark
  public @Nullable Name caffeineExpiring() {
    return expiring.getIfPresent(next++ % KEYS);
  }

  /// The region: what it knows, that it may believe it, and as a future.
  @Benchmark
  public Future<Read<Name>> region() {
    var started = nodes;
    if (started == null) {
      throw new IllegalStateException("not open");
    }
    return started.cache(0).read(next++ % KEYS, started.call());
  }

  /// Stops everything.
  ///
  /// @throws IOException if it cannot
  @TearDown
  public void close() throws IOException {
    if (nodes != null) {
      nodes.close();
    }
  }
}
