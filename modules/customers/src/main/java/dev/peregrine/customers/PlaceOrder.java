package dev.peregrine.customers;

import java.math.BigDecimal;

/// Asks for a new order.
///
/// @param customerId whose
/// @param total not negative, below 10^12, at most two places
/// @param currency ISO 4217 code
public record PlaceOrder(long customerId, BigDecimal total, String currency) {}
