package dev.peregrine.cache.internal;

import dev.peregrine.bus.Call;
import dev.peregrine.cache.Token;

/// One key on its way through the far tier and the source.
///
/// @param region which region
/// @param key one of its keys
/// @param record region and key as text, the name of the entry everywhere outside this process
/// @param atLeast nothing older than this is good enough
/// @param call until when the asker waits
record Fetching<K, V extends Record>(
    Region<K, V> region, K key, String record, Token atLeast, Call call) {}
