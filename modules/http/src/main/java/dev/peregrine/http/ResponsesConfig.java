package dev.peregrine.http;

/// How many answers may be kept ready.
///
/// @param maxBytes bound of what each kind of answer holds, with all its codings, at least 64 KiB
public record ResponsesConfig(long maxBytes) {

  /// Checks the bound.
  ///
  /// @throws IllegalArgumentException naming the key, the value and the bound
  public ResponsesConfig {
    if (maxBytes < 64 * 1024) {
      throw new IllegalArgumentException(
          "http.responses.maxBytes: " + maxBytes + " (expected: >= 64KiB)");
    }
  }

  /// Returns what fits some ten thousand answers of a kilobyte.
  public static ResponsesConfig defaults() {
    return new ResponsesConfig(64L << 20);
  }
}
