package dev.peregrine.cache.internal;

import dev.peregrine.cache.Read;
import dev.peregrine.cache.Staleness;
import dev.peregrine.cache.Tier;
import dev.peregrine.cache.Token;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Between what the far tier holds and what a read answers, for one region. Safe on any thread.
///
/// @param region whose entries
record Entries<K, V extends Record>(Region<K, V> region) {

  /// Returns what the far tier holds, if it is an entry of this region that still lives.
  ///
  /// @throws RuntimeException if the value cannot be decoded
  Optional<Fetched> decode(FarStore.Held held) {
    return EntryFormat.decode(held.bytes(), region.spec().codec().schema())
        .filter(entry -> entry.times().remainingMs(held.readAtMs()) > 0)
        .map(entry -> fetched(entry, held));
  }

  private Fetched fetched(EntryFormat.Decoded entry, FarStore.Held held) {
    var plain = entry.value().map(this::unpacked);
    var value = plain.map(region.spec().codec()::decode);
    var times = entry.times();
    var now = region.nanos();
    var remainingMs = times.remainingMs(held.readAtMs());
    var loadedAt = now - TimeUnit.MILLISECONDS.toNanos(times.lifeMs() - remainingMs);
    var stamp =
        new Stamp(
            times.position(),
            entry.tags(),
            loadedAt + TimeUnit.MILLISECONDS.toNanos(times.freshMs()),
            now + TimeUnit.MILLISECONDS.toNanos(remainingMs));
    var read =
        new Read<>(
            value,
            Tier.FAR,
            loadedAt,
            stamp.freshUntilNanos(),
            Staleness.NONE,
            new Token(stamp.position()));
    return new Fetched(read, stamp, plain.map(Buffer::length).orElse(0), true);
  }

  /// Returns what fills the far tier with what was loaded.
  FarStore.Filling filling(String record, Fetched loaded) {
    var now = region.nanos();
    var stamp = loaded.stamp();
    var lifeMs = Math.max(1, TimeUnit.NANOSECONDS.toMillis(stamp.goneAtNanos() - now));
    var freshMs = Math.max(1, TimeUnit.NANOSECONDS.toMillis(stamp.freshUntilNanos() - now));
    var value = region.read(loaded).value().map(this::packed);
    var entry =
        new EntryFormat.Decoded(
            value, stamp.tags(), new EntryFormat.Times(stamp.position(), 0, lifeMs, freshMs));
    return new FarStore.Filling(
        record, EntryFormat.encode(entry, region.spec().codec().schema()), lifeMs);
  }

  private Buffer packed(V value) {
    var fromBytes = Math.min(Integer.MAX_VALUE, region.config().compressFromBytes());
    return new Compression((int) fromBytes).pack(region.spec().codec().encode(value));
  }

  /// What would not be remembered is not unpacked either, whatever it says of its size.
  private Buffer unpacked(Buffer packed) {
    return Compression.unpack(packed, region.config().entryBytes());
  }
}
