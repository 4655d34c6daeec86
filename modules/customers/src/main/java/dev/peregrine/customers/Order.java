package dev.peregrine.customers;

import java.math.BigDecimal;
import java.time.Instant;

/// One order.
///
/// @param id positive
/// @param customerId whose
/// @param status where it stands
/// @param total two places, not negative
/// @param currency ISO 4217 code
/// @param placedAt when, to the microsecond
public record Order(
    long id,
    long customerId,
    OrderStatus status,
    BigDecimal total,
    String currency,
    Instant placedAt) {}
