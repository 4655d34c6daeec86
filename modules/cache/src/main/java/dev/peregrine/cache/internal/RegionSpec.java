package dev.peregrine.cache.internal;

import dev.peregrine.cache.BulkLoader;
import dev.peregrine.cache.Codec;
import dev.peregrine.cache.Loader;
import java.util.Optional;
import java.util.function.Function;

/// A region as its room declares it.
///
/// @param name its name
/// @param keyText a key as text
/// @param textKey the way back
/// @param codec how values are written
/// @param loader where they come from
/// @param bulkLoader where many of them come from at once
/// @param <K> the key's type
/// @param <V> the value's type
public record RegionSpec<K, V extends Record>(
    String name,
    Function<K, String> keyText,
    Function<String, K> textKey,
    Codec<V> codec,
    Loader<K, V> loader,
    Optional<BulkLoader<K, V>> bulkLoader) {}
