package dev.peregrine.payments;

/// Asks to give back what was authorised under a key, if anything was.
///
/// @param key as in [AuthorisePayment]
public record ReleasePayment(String key) {

  /// Checks what goes into a path.
  ///
  /// @throws IllegalArgumentException naming the member and what is expected
  public ReleasePayment {
    AuthorisePayment.requirePlain("key", key);
  }
}
