package dev.peregrine.persistence;

import java.time.Duration;

/// How one lane of the outbox stands.
///
/// @param pending entries that wait, for their first attempt or for the next
/// @param leased entries that a relay is at work on
/// @param retrying those of the pending that failed before
/// @param dead entries that were given up; somebody has to look at them
/// @param oldestAge how long ago the oldest entry was appended that is neither sent nor dead; zero
///   when there is none. The one figure to watch
public record OutboxFigures(
    long pending, long leased, long retrying, long dead, Duration oldestAge) {}
