package dev.peregrine.customers;

import java.time.Duration;
import java.util.Optional;

/// What can be turned in the customers room.
///
/// @param cursorKey signs the cursors of lists, at least 16 characters, the same on every node;
///   absent: made at start, so that cursors end with the process
/// @param check whether somebody outside is asked about new customers
/// @param callOffAfter age from which an order that could not be paid is called off instead of
///   charged, 1 s to 1 d
/// @param bulk imports and exports
/// @param invalidation how caches are told of what was changed past the service
public record CustomersConfig(
    Optional<String> cursorKey,
    CheckPolicy check,
    Duration callOffAfter,
    BulkConfig bulk,
    InvalidationConfig invalidation) {

  private static final int MIN_KEY_LENGTH = 16;

  /// Checks the bounds.
  ///
  /// @throws IllegalArgumentException naming the key, the value and the bound
  public CustomersConfig {
    if (cursorKey.isPresent() && cursorKey.get().length() < MIN_KEY_LENGTH) {
      throw new IllegalArgumentException(
          "customers.cursorKey: "
              + cursorKey.get().length()
              + " characters (expected: at least "
              + MIN_KEY_LENGTH
              + ")");
    }
    if (callOffAfter.toMillis() < 1_000 || callOffAfter.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException(
          "customers.callOffAfter: " + callOffAfter + " (expected: 1s to 1d)");
    }
  }

  /// Returns the defaults.
  public static CustomersConfig defaults() {
    return new CustomersConfig(
        Optional.empty(),
        CheckPolicy.LENIENT,
        Duration.ofMinutes(15),
        BulkConfig.defaults(),
        InvalidationConfig.defaults());
  }

  /// Leaves the key out, so that it can be logged.
  @Override
  public String toString() {
    return "CustomersConfig[cursorKey=%s, check=%s, callOffAfter=%s, bulk=%s, invalidation=%s]"
        .formatted(cursorKey.isPresent() ? "***" : "", check, callOffAfter, bulk, invalidation);
  }
}
