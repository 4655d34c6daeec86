package dev.peregrine.cache;

/// Asks what both tiers hold of one key, without loading it.
///
/// @param region which region
/// @param key the key as text
public record InspectEntry(String region, String key) {}
