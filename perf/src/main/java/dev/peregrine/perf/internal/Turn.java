package dev.peregrine.perf.internal;

import dev.peregrine.perf.internal.Wrk.Figures;

/// One server's part of a round.
///
/// @param figures what wrk saw
/// @param serverUs time of a core that the server took, in microseconds an answer
/// @param postgresUs the same of Postgres
/// @param statements that Postgres carried out, an answer
/// @param residentMib memory of the server in RAM when the turn was over
record Turn(
    Figures figures, double serverUs, double postgresUs, double statements, double residentMib) {}
