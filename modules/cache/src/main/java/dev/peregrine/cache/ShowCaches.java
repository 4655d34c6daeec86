package dev.peregrine.cache;

/// Asks what each region holds in this process.
public record ShowCaches() {}
