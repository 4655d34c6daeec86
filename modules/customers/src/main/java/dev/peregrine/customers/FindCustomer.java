package dev.peregrine.customers;

/// Asks for one customer.
///
/// @param id which
public record FindCustomer(long id) {}
