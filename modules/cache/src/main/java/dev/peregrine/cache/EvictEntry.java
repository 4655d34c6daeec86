package dev.peregrine.cache;

/// Asks every node to forget one key.
///
/// @param region which region
/// @param key the key as text
public record EvictEntry(String region, String key) {}
