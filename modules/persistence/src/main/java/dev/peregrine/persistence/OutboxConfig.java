package dev.peregrine.persistence;

import java.time.Duration;

/// How long is known what was carried out.
///
/// @param keepSentFor how long, at least 1 d; zero: for ever. Dropped by whole months, so up to a
///   month longer
public record OutboxConfig(Duration keepSentFor) {

  private static final Duration SHORTEST = Duration.ofDays(1);

  /// Checks the bound.
  ///
  /// @throws IllegalArgumentException naming the key, the value and the bound
  public OutboxConfig {
    if (!keepSentFor.isZero() && keepSentFor.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException(
          "outbox.keepSentFor: " + keepSentFor + " (expected: 0s or >= 1d)");
    }
  }

  /// Returns what holds where nobody has set anything.
  public static OutboxConfig defaults() {
    return new OutboxConfig(Duration.ofDays(90));
  }
}
