package dev.peregrine.customers;

/// What was written.
///
/// @param customers how many are new
/// @param orders how many are new
public record Seeded(int customers, int orders) {}
