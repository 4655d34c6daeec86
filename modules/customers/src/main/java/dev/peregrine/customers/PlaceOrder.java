package dev.peregrine.customers;

import java.math.BigDecimal;
import java.util.Optional;

/// Asks for a new order, and for the money.
///
/// @param customerId whose
/// @param total not negative, below 10^12, at most two places
/// @param currency ISO 4217 code
/// @param key tells a repetition from a new question
public record PlaceOrder(
    long customerId, BigDecimal total, String currency, Optional<IdempotencyKey> key) {}
