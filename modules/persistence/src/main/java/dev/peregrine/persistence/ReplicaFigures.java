package dev.peregrine.persistence;

import java.time.Duration;

/// How one replica is.
///
/// @param name host and port
/// @param state what the watch makes of it
/// @param lagBytes how much of the primary's log it has not applied; as last seen
/// @param lag for how long the primary has been ahead of it, zero while it is not; as last seen
/// @param inFlight reads that it works on
public record ReplicaFigures(
    String name, ReplicaState state, long lagBytes, Duration lag, int inFlight) {}
