package dev.peregrine.customers;

import java.util.Optional;

/// Asks for a page by its number.
///
/// @param filter which customers
/// @param sort in which order
/// @param page from 1
/// @param pageSize 1 to 200
/// @param atLeast what the answer must have seen; absent: what any replica has
public record ListCustomers(
    CustomerFilter filter,
    CustomerSort sort,
    int page,
    int pageSize,
    Optional<Freshness> atLeast) {}
