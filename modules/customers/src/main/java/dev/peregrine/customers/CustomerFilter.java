package dev.peregrine.customers;

import java.util.Optional;

/// Which customers a list shows.
///
/// @param type only this kind
/// @param part only those with this substring in name or address, regardless of ASCII case; 1 to
///   100 characters
public record CustomerFilter(Optional<CustomerType> type, Optional<String> part) {

  /// Longest substring, in characters.
  public static final int MAX_PART_LENGTH = 100;

  /// Shows all.
  public static final CustomerFilter ALL = new CustomerFilter(Optional.empty(), Optional.empty());
}
