package dev.peregrine.persistence;

import java.time.Instant;
import java.util.UUID;

/// An outbox entry that was given up.
///
/// @param id which
/// @param lane which kind of work
/// @param attempts how many were made
/// @param fault why the last one failed
/// @param createdAt when it was appended
public record DeadEntry(UUID id, String lane, int attempts, OutboxFault fault, Instant createdAt) {}
