package dev.peregrine.bus.internal;

import dev.peregrine.bus.Deadline;
import dev.peregrine.bus.TraceParent;
import java.util.Optional;

/// A question on its way within this process: what travels beside it goes by reference, too, not as
/// the text of headers.
///
/// @param question as it was asked
/// @param deadline after it the answer is of no use to anybody
/// @param trace the request's id
/// @param traceParent the asker's place in a distributed trace
public record Letter(
    Record question, Deadline deadline, String trace, Optional<TraceParent> traceParent) {}
