package dev.peregrine.persistence;

/// What one pool is doing at this moment.
///
/// @param purpose which pool
/// @param inFlight statements sent or waiting
/// @param limit the bound of `inFlight`; at it, statements are refused
/// @param admits the bound that holds now: `limit`, or fewer while statements end late
/// @param refuses whether its server is left alone, since it does not answer
/// @param renewals how often its connections were replaced since they had come of age
public record PoolState(
    Purpose purpose, int inFlight, int limit, int admits, boolean refuses, long renewals) {}
