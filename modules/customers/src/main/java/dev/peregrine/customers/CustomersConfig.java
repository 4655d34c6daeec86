package dev.peregrine.customers;

import java.util.Optional;

/// What can be turned in the customers room.
///
/// @param cursorKey signs the cursors of lists, at least 16 characters, the same on every node;
///   absent: made at start, so that cursors end with the process
public record CustomersConfig(Optional<String> cursorKey) {

  private static final int MIN_KEY_LENGTH = 16;

  /// Checks the key.
  ///
  /// @throws IllegalArgumentException if it is too short to be one
  public CustomersConfig {
    if (cursorKey.isPresent() && cursorKey.get().length() < MIN_KEY_LENGTH) {
      throw new IllegalArgumentException(
          "customers.cursorKey: "
              + cursorKey.get().length()
              + " characters (expected: at least "
              + MIN_KEY_LENGTH
              + ")");
    }
  }

  /// Returns the defaults.
  public static CustomersConfig defaults() {
    return new CustomersConfig(Optional.empty());
  }

  /// Leaves the key out, so that it can be logged.
  @Override
  public String toString() {
    return "CustomersConfig[cursorKey=" + (cursorKey.isPresent() ? "***" : "") + "]";
  }
}
