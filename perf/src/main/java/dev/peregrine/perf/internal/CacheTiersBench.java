package dev.peregrine.perf.internal;

import dev.peregrine.cache.Read;
import dev.peregrine.cache.ReadOptions;
import dev.peregrine.cache.Tiers;
import dev.peregrine.cache.Token;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// What crosses to Redis: a far hit, and an eviction by tag however much it means.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
public class CacheTiersBench {

  /// How many entries the tag `many` means.
  @Param({"10", "100000"})
  public int entries;

  private @Nullable CacheNodes nodes;

  /// Starts two nodes and fills the first.
  ///
  /// @throws IOException if it cannot
  @Setup
  public void open() throws IOException {
    var started = CacheNodes.start(2);
    nodes = started;
    var keys = new java.util.ArrayList<Long>();
    for (var id = 10L; id < 10 + entries; id++) {
      keys.add(id);
      if (keys.size() == 1_000 || id == 9 + entries) {
        var _ = CacheNodes.wait(started.cache(0).readAll(keys, started.call()));
        keys.clear();
      }
    }
  }

  /// An entry that only Redis has.
  ///
  /// @throws IOException if it cannot be read
  @Benchmark
  public Read<CacheNodes.Name> farHit() throws IOException {
    return CacheNodes.wait(
        started().cache(1).read(10L, ReadOptions.only(Tiers.FAR), started().call()));
  }

  /// An eviction of everything with a tag.
  ///
  /// @throws IOException if it cannot be told
  @Benchmark
  public Token evictTag() throws IOException {
    return CacheNodes.wait(started().cache(0).evictTag("many", started().call()));
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

  private CacheNodes started() {
    var started = nodes;
    if (started == null) {
      throw new IllegalStateException("not open");
    }
    return started;
  }
}
