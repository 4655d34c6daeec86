package dev.peregrine.cache;

/// The key is forgotten here, and every node that can be reached will forget it.
///
/// @param token reads with it see nothing older
public record Evicted(Token token) {}
