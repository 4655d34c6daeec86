package dev.peregrine.persistence;

/// What came of putting a dead outbox entry back.
public enum RetryOutcome {
  /// It waits again, as if it had been appended now.
  REVIVED,
  /// It waits or is under way; nothing was changed.
  NOT_DEAD,
  /// There is no such entry, or it was carried out.
  UNKNOWN
}
