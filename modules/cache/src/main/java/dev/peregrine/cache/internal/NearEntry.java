package dev.peregrine.cache.internal;

import dev.peregrine.cache.Read;
import dev.peregrine.cache.Tier;
import io.vertx.core.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// What this process remembers of one key. The answer to a hit is made once, so that a hit
/// allocates nothing. Safe on any thread.
public final class NearEntry<V> {

  private static final int NEVER = -1;
  private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Future<Read<V>> hit;
  private final Stamp stamp;
  private final long loadedAtNanos;
  private final long freshUntilNanos;
  private final int weightBytes;
  private final int born;

  /// The version of the region's rules that it was last found alive at. Two threads may write it;
  /// either is true.
  private volatile int verified = NEVER;

  /// Until then nobody asks the source for it again, since that has just failed.
  private volatile long restsUntilNanos;

  private NearEntry(Read<V> read, Fetched fetched, int weightBytes, int born) {
    this.hit = Future.succeededFuture(read.from(Tier.NEAR));
    this.stamp = fetched.stamp();
    this.loadedAtNanos = read.loadedAtNanos();
    this.freshUntilNanos = stamp.freshUntilNanos();
    this.weightBytes = weightBytes;
    this.born = born;
    this.restsUntilNanos = loadedAtNanos;
  }

  /// Makes an entry.
  ///
  /// @param read what was fetched
  /// @param fetched how far it can be trusted
  /// @param weightBytes what it takes on the heap, with its key
  /// @param born the version of the region's rules when the fetch began
  static <V> NearEntry<V> of(Read<V> read, Fetched fetched, int weightBytes, int born) {
    return new NearEntry<>(read, fetched, weightBytes, born);
  }

  /// Returns the answer to a hit.
  public Future<Read<V>> hit() {
    return hit;
  }

  Stamp stamp() {
    return stamp;
  }

  long loadedAtNanos() {
    return loadedAtNanos;
  }

  long freshUntilNanos() {
    return freshUntilNanos;
  }

  int weightBytes() {
    return weightBytes;
  }

  int born() {
    return born;
  }

  /// Rests for a second or so, not as long as others that failed at the same time.
  void restFrom(long nowNanos) {
    restsUntilNanos = nowNanos + REST_NANOS + ThreadLocalRandom.current().nextLong(REST_NANOS / 2);
  }

  boolean rests(long nowNanos) {
    return nowNanos - restsUntilNanos < 0;
  }

  boolean isVerified(int version) {
    return verified == version;
  }

  void verify(int version) {
    verified = version;
  }
}
