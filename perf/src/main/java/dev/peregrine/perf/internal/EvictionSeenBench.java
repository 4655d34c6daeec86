package dev.peregrine.perf.internal;

import dev.peregrine.cache.Tier;
import dev.peregrine.cache.Token;
import io.vertx.core.Future;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// How soon another node has forgotten: from an eviction at one node until the other no longer
/// answers from its memory. What comes before and after, the reading again above all, is not
/// counted.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
public class EvictionSeenBench {

  private static final long KEY = 1;

  /// Between two looks: spinning would take a core from the nodes and Redis.
  private static final long PAUSE_NANOS = 20_000;

  private @Nullable CacheNodes nodes;
  private @Nullable Future<Token> evicting;

  /// Starts two nodes.
  ///
  /// @throws IOException if it cannot
  @Setup
  public void open() throws IOException {
    nodes = CacheNodes.start(2);
  }

  /// Waits until the other node has the key in memory.
  ///
  /// @throws IOException if an eviction was not told, or the key cannot be read
  @Setup(Level.Invocation)
  public void remember() throws IOException {
    if (evicting != null && CacheNodes.wait(evicting).position() == 0) {
      throw new IOException("an eviction was not told");
    }
    var other = started().cache(1);
    while (CacheNodes.wait(other.read(KEY, started().call())).tier() != Tier.NEAR) {
      Thread.onSpinWait();
    }
  }

  /// From an eviction at one node until the other has forgotten.
  @Benchmark
  public void evictionSeenElsewhere() {
    evicting = started().cache(0).evict(KEY, started().call());
    while (isInMemory()) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /// What is in memory is answered at once.
  private boolean isInMemory() {
    var read = started().cache(1).read(KEY, started().call());
    return read.isComplete() && read.result().tier() == Tier.NEAR;
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
