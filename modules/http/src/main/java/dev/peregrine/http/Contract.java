package dev.peregrine.http;

import java.util.List;

/// What a route takes and gives.
///
/// @param takes media types of bodies that it takes, lower case; none: a body is not read
/// @param gives media types that it gives, the one it prefers first; at least one
/// @param bodyLimitBytes longest body; 0: the server's limit
public record Contract(List<String> takes, List<String> gives, int bodyLimitBytes) {

  /// Takes no body and gives JSON.
  public static final Contract READS = new Contract(List.of(), List.of("application/json"), 0);

  /// Takes a JSON body and gives JSON.
  public static final Contract WRITES =
      new Contract(List.of("application/json"), List.of("application/json"), 0);

  /// Checks and copies.
  ///
  /// @throws IllegalArgumentException if nothing is given, or the limit is negative
  public Contract {
    takes = List.copyOf(takes);
    gives = List.copyOf(gives);
    if (gives.isEmpty()) {
      throw new IllegalArgumentException("gives: empty (expected: at least one media type)");
    }
    if (bodyLimitBytes < 0) {
      throw new IllegalArgumentException("bodyLimitBytes: " + bodyLimitBytes + " (expected: >= 0)");
    }
  }
}
