package dev.peregrine.customers;

/// A place in a sorted list: between this row and the next, or the one before.
///
/// @param key the row's name, or its creation as RFC 3339
/// @param id the row's id
/// @param backwards whether the rows before it are asked for
public record Place(String key, long id, boolean backwards) {}
