package dev.peregrine.persistence;

import java.time.Instant;
import java.util.UUID;

/// An outbox entry that failed before and waits for its next attempt.
///
/// @param id which
/// @param attempts how many were made
/// @param fault why the last one failed
/// @param dueAt when it is tried again
/// @param expiresAt from then on it is dead instead of tried
public record RetryingEntry(
    UUID id, int attempts, OutboxFault fault, Instant dueAt, Instant expiresAt) {}
