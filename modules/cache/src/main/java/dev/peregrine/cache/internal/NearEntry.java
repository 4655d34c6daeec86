package dev.peregrine.cache.internal;

import dev.peregrine.cache.Read;
import dev.peregrine.cache.Tier;
import io.vertx.core.Future;

/// What this process remembers of one key. The answer to a hit is made once, so that a hit
/// allocates nothing.
record NearEntry<V>(
    Future<Read<V>> hit, long loadedAtNanos, long position, long expiresAtNanos, int weightBytes) {

  static <V> NearEntry<V> of(Read<V> read, Fetched fetched) {
    return new NearEntry<>(
        Future.succeededFuture(read.from(Tier.NEAR)),
        read.loadedAtNanos(),
        fetched.position(),
        fetched.expiresAtNanos(),
        fetched.weightBytes());
  }
}
