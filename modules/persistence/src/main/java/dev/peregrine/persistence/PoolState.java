package dev.peregrine.persistence;

/// What one pool is doing at this moment.
///
/// @param purpose which pool
/// @param inFlight statements sent or waiting
/// @param limit the bound of `inFlight`; at it, statements are refused
public record PoolState(Purpose purpose, int inFlight, int limit) {}
