package dev.peregrine.http;

import java.time.Duration;
import java.util.List;

/// What a route takes and gives.
///
/// @param takes media types of bodies that it takes, lower case; none: a body is not read
/// @param gives media types that it gives, the one it prefers first; at least one
/// @param bodyLimitBytes longest body; 0: the server's limit
/// @param streamed whether the body is handed over as it arrives, of any length
/// @param within longest time to the end of the answer; zero: the server's limit
public record Contract(
    List<String> takes, List<String> gives, int bodyLimitBytes, boolean streamed, Duration within) {

  private static final List<String> JSON = List.of("application/json");

  /// Takes no body and gives JSON.
  public static final Contract READS = new Contract(List.of(), JSON, 0, false, Duration.ZERO);

  /// Takes a JSON body and gives JSON.
  public static final Contract WRITES = new Contract(JSON, JSON, 0, false, Duration.ZERO);

  /// Checks and copies.
  ///
  /// @throws IllegalArgumentException if nothing is given, a limit is negative, or a streamed body
  ///   has no media type
  public Contract {
    takes = List.copyOf(takes);
    gives = List.copyOf(gives);
    if (gives.isEmpty()) {
      throw new IllegalArgumentException("gives: empty (expected: at least one media type)");
    }
    if (bodyLimitBytes < 0) {
      throw new IllegalArgumentException("bodyLimitBytes: " + bodyLimitBytes + " (expected: >= 0)");
    }
    if (within.isNegative()) {
      throw new IllegalArgumentException("within: " + within + " (expected: not negative)");
    }
    if (streamed && takes.isEmpty()) {
      throw new IllegalArgumentException("takes: empty (expected: what is streamed)");
    }
  }

  /// Returns it with other media types of bodies.
  ///
  /// @param mediaTypes what is taken, lower case
  Contract taking(List<String> mediaTypes) {
    return new Contract(mediaTypes, gives, bodyLimitBytes, streamed, within);
  }

  /// Returns it with other media types of answers.
  ///
  /// @param mediaTypes what is given, the one preferred first
  Contract giving(List<String> mediaTypes) {
    return new Contract(takes, mediaTypes, bodyLimitBytes, streamed, within);
  }

  /// Returns it with another limit for bodies.
  ///
  /// @param bytes longest body
  Contract limited(int bytes) {
    return new Contract(takes, gives, bytes, streamed, within);
  }

  /// Returns it with bodies handed over as they arrive.
  Contract streaming() {
    return new Contract(takes, gives, bodyLimitBytes, true, within);
  }

  /// Returns it with a time of its own.
  ///
  /// @param longest longest time to the end of the answer
  Contract within(Duration longest) {
    return new Contract(takes, gives, bodyLimitBytes, streamed, longest);
  }
}
