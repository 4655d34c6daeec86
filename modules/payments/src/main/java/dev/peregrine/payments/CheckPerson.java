package dev.peregrine.payments;

/// Asks whether somebody may become a customer.
///
/// @param email their address
public record CheckPerson(String email) {}
