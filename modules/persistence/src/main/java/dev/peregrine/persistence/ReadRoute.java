package dev.peregrine.persistence;

/// Which server answered a read that a replica may answer.
public enum ReadRoute {
  /// A replica in rotation.
  REPLICA,
  /// The primary, since no replica was in rotation or had seen enough.
  PRIMARY,
  /// The primary, after a replica failed.
  RETRIED,
  /// Nobody: the primary has as many such reads as it may have.
  REFUSED
}
