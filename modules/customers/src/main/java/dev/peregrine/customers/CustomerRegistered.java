package dev.peregrine.customers;

/// A customer joined.
///
/// @param customerId who
public record CustomerRegistered(long customerId) {}
