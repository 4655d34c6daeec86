package dev.peregrine.cache.internal;

import dev.peregrine.bus.Call;

/// One key on its way through the far tier and the source.
///
/// @param region which region
/// @param key one of its keys
/// @param record region and key as text, the name of the entry everywhere outside this process
/// @param asked who may answer, and with what
/// @param call until when the asker waits
/// @param generation the region's when it set out: what the far tier answers to a question from
///   before the node started afresh may have been evicted in the history that was lost
record Fetching<K, V extends Record>(
    Region<K, V> region, K key, String record, Fetch asked, Call call, int generation) {

  static <K, V extends Record> Fetching<K, V> of(
      Region<K, V> region, K key, Fetch asked, Call call) {
    var record = region.name() + ":" + region.text(key);
    return new Fetching<>(region, key, record, asked, call, region.generation());
  }
}
