package dev.peregrine.cache;

/// What one region holds in this process at this moment.
///
/// @param region its name
/// @param entries how many, about
/// @param bytes as encoded, about
/// @param maxBytes the bound of `bytes`
/// @param rules evictions by tag or pattern that older entries are still checked against
public record RegionFigures(String region, long entries, long bytes, long maxBytes, int rules) {}
