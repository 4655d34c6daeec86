package dev.peregrine.cache;

/// Asks for the value of one key, wherever it is.
///
/// @param region which region
/// @param key the key as text
public record GetEntry(String region, String key) {}
