package dev.peregrine.http.internal;

/// One member's value as it was sent.
///
/// @param kind what it is
/// @param text the text, or the number's digits; empty for the other kinds
public record JsonValue(Kind kind, String text) {

  /// What a JSON value is.
  public enum Kind {
    /// A string.
    TEXT,
    /// A number, kept as digits.
    NUMBER,
    /// True or false.
    TRUTH,
    /// The word null.
    NULL,
    /// An object or an array.
    NESTED
  }
}
