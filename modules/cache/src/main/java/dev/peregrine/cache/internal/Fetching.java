package dev.peregrine.cache.internal;

import dev.peregrine.bus.Call;

/// One key on its way through the far tier and the source.
///
/// @param region which region
/// @param key one of its keys
/// @param record region and key as text, the name of the entry everywhere outside this process
/// @param asked who may answer, and with what
/// @param call until when the asker waits
record Fetching<K, V extends Record>(
    Region<K, V> region, K key, String record, Fetch asked, Call call) {}
