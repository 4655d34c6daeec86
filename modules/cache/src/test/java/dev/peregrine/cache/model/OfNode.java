package dev.peregrine.cache.model;

/// What one node knows. The number is that of bits.
enum OfNode {
  /// 0: none, else 1 + version.
  ENTRY_VERSION(2),
  ENTRY_POSITION(3),
  /// How far it has applied the log.
  CURSOR(3),
  /// Where the tag was evicted last, as far as it knows; 0: never.
  RULE(3),
  /// Whether it has met the server that took over.
  MET_REPLICA(1),
  /// Where its flight is, as [Flight].
  FLIGHT(3),
  FLIGHT_VERSION(2),
  FLIGHT_POSITION(3),
  FLIGHT_HAS_LEASE(1),
  /// Whether the key was invalidated while the flight was under way, as [Node].
  DIRTY(2),
  /// Whether nobody joins the flight any more.
  CLOSED(1),
  /// What who asked may know of, if what Redis had is older.
  DEMAND(2),
  /// Tells the flight's lease from that of a fill before it.
  LEASE_PARITY(1),
  /// A fill on its way to Redis. 0: none, else 1 + version.
  FILL_VERSION(2),
  FILL_POSITION(3),
  FILL_PARITY(1),
  /// How often it has fetched, where that is bounded.
  FETCHES(3);

  final int bits;

  OfNode(int bits) {
    this.bits = bits;
  }
}
