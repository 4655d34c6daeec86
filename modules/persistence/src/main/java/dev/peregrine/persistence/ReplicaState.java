package dev.peregrine.persistence;

/// What the watch makes of a replica.
public enum ReplicaState {
  /// In rotation: reads go to it.
  SERVING,
  /// Well again, but not for long enough.
  PROVING,
  /// Too far behind the primary.
  LAGGING,
  /// It does not answer, or not in time.
  AWAY,
  /// It takes writes itself, so what it shows may never have been committed here.
  PROMOTED,
  /// It follows another primary.
  FOREIGN
}
