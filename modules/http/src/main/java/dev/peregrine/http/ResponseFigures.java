package dev.peregrine.http;

/// What one kind of ready answers holds.
///
/// @param kind its name
/// @param entries answers kept
/// @param bytes what they may take with all their codings
/// @param maxBytes their bound
public record ResponseFigures(String kind, long entries, long bytes, long maxBytes) {}
