package dev.peregrine.customers;

/// Asks for a page by its number.
///
/// @param filter which customers
/// @param sort in which order
/// @param page from 1
/// @param pageSize 1 to 200
public record ListCustomers(CustomerFilter filter, CustomerSort sort, int page, int pageSize) {}
