package dev.peregrine.persistence;

/// Something about the database that can be proved and mended.
///
/// @param kind what sort of thing
/// @param subject which table, index or statement
/// @param says what was seen
/// @param cure what to do about it
public record Finding(Kind kind, String subject, String says, String cure) {

  /// Sorts of things.
  public enum Kind {
    /// A large table is read from end to end.
    SEQUENTIAL_SCANS,
    /// A statement reads all of a large table for a few rows that an index would find.
    MISSING_INDEX,
    /// An index is kept up to date, and nothing reads it.
    UNUSED_INDEX,
    /// An index could not be built to its end: it is kept up to date and can never be read.
    INVALID_INDEX,
    /// The server does not tell what it could.
    MISSING_FIGURES
  }
}
