package dev.peregrine.launcher.internal.cli;

import dev.peregrine.launcher.internal.config.Loaded;
import java.io.PrintWriter;

/// How much demo data to write.
///
/// @param configuration every value and where it comes from
/// @param customers how many, at least 1
/// @param stop says when to give up
/// @param out what people read: progress, the result; not for logs
/// @param <C> the root record of the configuration
public record SeedRequest<C extends Record>(
    Loaded<C> configuration, int customers, StopSignal stop, PrintWriter out) {}
