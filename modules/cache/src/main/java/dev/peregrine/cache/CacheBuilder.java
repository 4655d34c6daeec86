package dev.peregrine.cache;

import dev.peregrine.bus.Address;
import dev.peregrine.bus.Bus;
import dev.peregrine.cache.internal.RegionSpec;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Declares a region: its keys, its values, and where they come from.
///
/// @param <K> the key's type, immutable
/// @param <V> the value's type, immutable
public final class CacheBuilder<K, V extends Record> {

  private final Caches caches;
  private final Bus bus;
  private final String region;
  private @Nullable Function<K, String> keyText;
  private @Nullable Function<String, K> textKey;
  private @Nullable Codec<V> codec;
  private @Nullable Loader<K, V> loader;
  private @Nullable BulkLoader<K, V> bulkLoader;

  CacheBuilder(Caches caches, Bus bus, String region) {
    this.caches = caches;
    this.bus = bus;
    this.region = region;
  }

  /// Says how keys are written.
  ///
  /// @param text a key as text, the same for equal keys, 1 to 1,024 bytes of UTF-8
  /// @param parse the way back; throws IllegalArgumentException on text that is no key
  public CacheBuilder<K, V> keys(Function<K, String> text, Function<String, K> parse) {
    keyText = text;
    textKey = parse;
    return this;
  }

  /// Says how values are written.
  ///
  /// @param values the codec
  public CacheBuilder<K, V> codec(Codec<V> values) {
    codec = values;
    return this;
  }

  /// Says where values come from.
  ///
  /// @param source asked on a miss
  public CacheBuilder<K, V> loader(Loader<K, V> source) {
    loader = source;
    return this;
  }

  /// Says which port the values come from.
  ///
  /// @param port asked on a miss
  /// @param question a key's question
  /// @param loaded an answer's value and tags
  public <Q extends Record, A> CacheBuilder<K, V> loader(
      Address<Q, A> port, Function<K, Q> question, Function<A, Loaded<V>> loaded) {
    return loader((key, call) -> bus.ask(port, question.apply(key), call).map(loaded));
  }

  /// Says where many values come from at once; without it, [Cache#readAll] asks for each.
  ///
  /// @param source asked for what is missing
  public CacheBuilder<K, V> bulkLoader(BulkLoader<K, V> source) {
    bulkLoader = source;
    return this;
  }

  /// Makes the region known to this node.
  ///
  /// @return the region
  /// @throws IllegalStateException if keys, codec or loader are missing, or the name is taken or
  ///   has no configuration
  public Cache<K, V> build() {
    if (keyText == null || textKey == null || codec == null || loader == null) {
      throw new IllegalStateException("region " + region + ": keys, codec and loader are needed");
    }
    return caches.add(
        new RegionSpec<>(region, keyText, textKey, codec, loader, Optional.ofNullable(bulkLoader)));
  }
}
