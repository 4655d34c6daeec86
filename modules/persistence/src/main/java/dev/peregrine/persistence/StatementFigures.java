package dev.peregrine.persistence;

/// What one statement has cost the server, whoever ran it.
///
/// @param text the SQL, with `$n` for values
/// @param calls how often it was run
/// @param rows how many it found or changed
/// @param totalMs how long the server worked on it
/// @param maxMs how long it did once, at most
public record StatementFigures(String text, long calls, long rows, double totalMs, double maxMs) {}
