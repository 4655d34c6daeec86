package dev.peregrine.customers;

/// Marks a question that is asked again as the same one, so that it is carried out once.
///
/// Kept for 24 hours, for each asker and each kind of question by itself.
///
/// @param asker whose key it is, as their token says; empty where nobody is asked for one
/// @param text the asker's own, 1 to 255 printable ASCII characters without spaces
public record IdempotencyKey(String asker, String text) {

  private static final String PATTERN = "[!-~]{1,255}";

  /// Checks the text.
  ///
  /// @throws IllegalArgumentException if it is none
  public IdempotencyKey {
    if (!isKey(text)) {
      throw new IllegalArgumentException(
          "key: " + text.length() + " characters (expected: " + PATTERN + ")");
    }
  }

  /// Tells whether a text may be a key.
  ///
  /// @param text any
  public static boolean isKey(String text) {
    return text.matches(PATTERN);
  }
}
