package dev.peregrine.persistence;

import dev.peregrine.persistence.internal.PlainText;

/// Why an attempt failed, fit to be kept and logged: one line, no full e-mail address, not long.
///
/// @param code the other side's reply code, or 0 where it gave none
/// @param reason what happened, at most 500 characters; longer text is cut, control characters
///   become spaces and addresses `a***@e***.org`
public record OutboxFault(int code, String reason) {

  /// Cleans the reason.
  public OutboxFault {
    reason = PlainText.of(reason);
  }
}
