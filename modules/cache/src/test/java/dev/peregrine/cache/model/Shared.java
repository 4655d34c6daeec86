package dev.peregrine.cache.model;

/// What is outside of the nodes: source, writes, Redis and its replica. The number is that of bits.
enum Shared {
  /// The version that the source has committed.
  SOURCE(2),
  /// How far each write has come, as [Write].
  WRITES(6),
  /// 0: none, else 1 + version.
  ENTRY_VERSION(2),
  ENTRY_POSITION(3),
  /// 0: nobody's, else whose, as [Redis#lease].
  LEASE(3),
  /// Where the tag was evicted last; 0: never.
  RULE(3),
  /// The first record that is still there.
  FIRST(3),
  /// The last record.
  END(3),
  /// The position of the next record.
  NEXT(3),
  /// What stands at positions 1 to 5, as [Redis].
  RECORDS(15),
  TRIMMED(1),
  /// Whether a replica has stopped following, and has taken over.
  REPLICA(2),
  REPLICA_ENTRY_VERSION(2),
  REPLICA_ENTRY_POSITION(3),
  REPLICA_LEASE(3),
  REPLICA_RULE(3),
  REPLICA_END(3);

  final int bits;

  Shared(int bits) {
    this.bits = bits;
  }
}
