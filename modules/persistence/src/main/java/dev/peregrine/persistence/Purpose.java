package dev.peregrine.persistence;

/// What a statement is for, which decides the pool that it runs on. Declared, never guessed from
/// the SQL.
public enum Purpose {
  /// A point read: short, never changes anything, pipelined with others on few connections.
  READ,
  /// A list, a search or a count: may take long, so it never shares a connection with point reads.
  /// A replica may answer it where the caller says so.
  LIST,
  /// A change; a single statement is its own transaction.
  WRITE,
  /// Work behind the scenes (the outbox relay), which must neither starve the others nor be
  /// starved.
  RELAY,
  /// A chunk of an import or an export: long, and many after each other, so apart from what
  /// somebody waits for.
  BULK
}
