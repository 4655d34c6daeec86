package dev.peregrine.launcher.internal.cli;

import dev.peregrine.launcher.internal.config.Loaded;
import java.io.PrintWriter;

/// How to run the service.
///
/// @param configuration every value and where it comes from
/// @param seed customers to write before the first request, 0 for none
/// @param stop says when to stop
/// @param out what people read: addresses, how to stop; not for logs
/// @param <C> the root record of the configuration
public record RunRequest<C extends Record>(
    Loaded<C> configuration, int seed, StopSignal stop, PrintWriter out) {}
