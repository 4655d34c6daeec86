package dev.peregrine.cache.model;

/// How far a write has come.
enum Write {
  NONE,
  /// The source has it, nobody else knows.
  COMMITTED,
  /// Its writer died before it invalidated; a row of the outbox is left.
  ORPHANED,
  /// Its invalidation is in the log, and its writer remembers that.
  LOGGED,
  /// Its invalidation is in the log, and nobody remembers.
  FORGOTTEN,
  /// Its invalidation was in the log of a server that is gone, and its writer remembers.
  LOST,
  /// Its invalidation was in the log of a server that is gone, and nobody remembers.
  GONE
}
