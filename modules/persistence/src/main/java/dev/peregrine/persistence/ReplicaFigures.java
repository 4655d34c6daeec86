package dev.peregrine.persistence;

import java.time.Duration;

/// How one server is that a database has.
///
/// @param name host and port
/// @param state what the watch makes of it
/// @param timeline which history of the log it is on; 0 before it was seen
/// @param lagBytes how much of the primary's log it has not applied; as last seen
/// @param lag for how long the primary has been ahead of it, zero while it is not; as last seen
/// @param inFlight lists that it works on as a replica
public record ReplicaFigures(
    String name, ReplicaState state, int timeline, long lagBytes, Duration lag, int inFlight) {}
