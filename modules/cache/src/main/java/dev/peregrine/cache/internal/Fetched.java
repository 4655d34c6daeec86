package dev.peregrine.cache.internal;

import dev.peregrine.cache.Read;

/// What a fetch brought.
///
/// @param read the value and who had it
/// @param stamp how far it can be trusted
/// @param encodedBytes what its value takes as encoded
/// @param keep whether it may be remembered at all
public record Fetched(Read<?> read, Stamp stamp, int encodedBytes, boolean keep) {}
