package dev.peregrine.bus.internal;

import dev.peregrine.bus.Spent;

/// The answer to a [Letter] on its way back.
///
/// @param answer as it was given
/// @param spent where the answerer's time went: a copy, which nobody adds to any more
/// @param tookNanos from the question's arrival on
public record Reply(Object answer, Spent spent, long tookNanos) {}
