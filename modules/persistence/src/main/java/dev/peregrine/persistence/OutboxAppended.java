package dev.peregrine.persistence;

/// Something was appended to the outbox and committed.
///
/// @param lane which kind of work waits, as in `mail`
public record OutboxAppended(String lane) {}
