package dev.peregrine.customers;

import java.util.Optional;

/// Asks for a customer's orders next to a place, newest first.
///
/// @param customerId whose
/// @param from where; absent: the newest
/// @param limit how many at most, 1 to 200
/// @param atLeast what the answer must have seen; absent: what any replica has
public record BrowseOrders(
    long customerId, Optional<Place> from, int limit, Optional<Freshness> atLeast) {}
