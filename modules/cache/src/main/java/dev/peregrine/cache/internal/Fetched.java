package dev.peregrine.cache.internal;

import dev.peregrine.cache.Read;

/// What a fetch brought, and how far it can be trusted.
///
/// @param read the value and who had it
/// @param position every invalidation at or before it was committed before the value was read from
///   the source
/// @param expiresAtNanos end of its life, on this process's monotonic clock
/// @param weightBytes what it weighs in memory, about
/// @param keep whether it may be remembered at all
public record Fetched(
    Read<?> read, long position, long expiresAtNanos, int weightBytes, boolean keep) {}
