package dev.peregrine.customers;

import java.time.Instant;

/// One customer as lists show it: without orders.
///
/// @param id positive
/// @param name 1 to 200 characters
/// @param email unique regardless of case
/// @param type what kind
/// @param createdAt when, to the microsecond
/// @param updatedAt the last change, to the microsecond
/// @param version the aggregate's
public record CustomerSummary(
    long id,
    String name,
    String email,
    CustomerType type,
    Instant createdAt,
    Instant updatedAt,
    long version) {}
