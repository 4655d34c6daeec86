package dev.peregrine.payments;

/// Nothing is authorised under the key, and nothing ever will be.
///
/// @param key as it was asked
public record PaymentReleased(String key) {}
