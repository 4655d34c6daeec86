package dev.peregrine.persistence;

/// What the watch makes of a server.
public enum ReplicaState {
  /// The primary: everything but lists goes to it.
  PRIMARY,
  /// A replica in rotation: lists go to it.
  SERVING,
  /// Well again, but not for long enough.
  PROVING,
  /// Too far behind the primary, or not yet on its timeline.
  LAGGING,
  /// It does not answer, or not in time.
  AWAY,
  /// It takes writes though another server is the primary, on a timeline as new or newer: nothing
  /// is sent to it. Somebody has to look.
  FENCED,
  /// A server of another database.
  FOREIGN
}
