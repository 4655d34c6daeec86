package dev.peregrine.cache.model;

/// What the protocol does so that nobody reads what is old. Each is there for a reason: without it,
/// the search finds a counter-example.
enum Guard {
  /// A fill needs the lease that an invalidation deletes.
  LEASE,
  /// The end of the log is read in the same step in which the lease is taken.
  STAMP_WITH_LEASE,
  /// What a flight brings is not remembered if its key was invalidated meanwhile.
  DIRTY_MARK,
  /// Who comes after an invalidation does not wait for a flight from before it.
  CLOSED_FLIGHTS,
  /// Nobody joins a flight on a node that is without proof.
  JOIN_WITH_PROOF,
  /// A node whose place in the log is gone starts afresh.
  GAP_CHECK,
  /// A node that meets another server than before starts afresh, although its place is there.
  SERVER_CHECK,
  /// Without proof nothing in memory is fresh, and nothing in Redis is believed.
  FENCE,
  /// What Redis answered before the node started afresh is not believed afterwards.
  NO_OLD_ANSWERS,
  /// What is taken from Redis keeps the position of its load.
  STAMP_OF_LOAD,
  /// What Redis has is checked against the tags that were evicted.
  RULES_FOR_REDIS,
  /// What is in memory is checked against the tags that were evicted.
  RULES_FOR_MEMORY,
  /// A node tells a new server of its invalidations that the old one took with it.
  REPLAY,
  /// An invalidation is committed with its write, and carried out by others if the writer dies.
  OUTBOX,
  /// A read with a token waits until the node has applied that far.
  TOKEN
}
