package dev.peregrine.customers;

import java.util.Optional;

/// Asks for the rows next to a place.
///
/// @param filter which customers
/// @param sort in which order
/// @param from where; absent: the start
/// @param limit how many at most, 1 to 200
/// @param atLeast what the answer must have seen; absent: what any replica has
public record BrowseCustomers(
    CustomerFilter filter,
    CustomerSort sort,
    Optional<Place> from,
    int limit,
    Optional<Freshness> atLeast) {}
