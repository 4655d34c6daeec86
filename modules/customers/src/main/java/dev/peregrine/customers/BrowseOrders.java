package dev.peregrine.customers;

import java.util.Optional;

/// Asks for a customer's orders next to a place, newest first.
///
/// @param customerId whose
/// @param from where; absent: the newest
/// @param limit how many at most, 1 to 200
public record BrowseOrders(long customerId, Optional<Place> from, int limit) {}
