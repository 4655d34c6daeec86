package dev.peregrine.customers;

/// Whether somebody outside is asked about new customers.
public enum CheckPolicy {
  /// Nobody is.
  OFF,
  /// They are; while they are away, everybody may join.
  LENIENT,
  /// They are; while they are away, nobody may join.
  REQUIRED
}
