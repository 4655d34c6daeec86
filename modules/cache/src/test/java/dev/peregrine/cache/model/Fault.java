package dev.peregrine.cache.model;

/// What may go wrong at any moment.
enum Fault {
  /// A lease runs out while its holder still loads.
  LEASE_EXPIRY,
  /// A tier drops an entry to make room.
  EVICTION,
  /// The log is trimmed or deleted, once.
  TRIM,
  /// Redis is emptied, once.
  FLUSH,
  /// A replica takes over that had stopped following, once.
  FAIL_OVER,
  /// The replica's clock is so late that it gives away positions again that were lost.
  REUSED_POSITIONS,
  /// A node starts afresh, and its write with it, if that was not finished.
  CRASH
}
