package dev.peregrine.customers;

/// Asks for a new customer.
///
/// @param name 1 to 200 characters, no control characters
/// @param email an address that no other customer has
/// @param type what kind
public record RegisterCustomer(String name, String email, CustomerType type) {}
