package dev.peregrine.http;

import java.time.Duration;

/// Where a server listens and what it bears.
///
/// @param host address to listen at
/// @param port port to listen at, 0 to 65535; 0 takes any free one
/// @param bodyLimitBytes longest request body where a route sets no limit of its own
/// @param headerLimitBytes longest request head without its first line
/// @param lineLimitBytes longest first line, so also the longest URI
/// @param idleTimeout after it a connection on which nothing moves is closed; longer than
///   requestTimeout, or it would be closed on who waits for an answer
/// @param readTimeout longest time to send a head once begun, and a body; of a streamed body, to
///   send nothing
/// @param requestTimeout longest time for an answer where a route has none of its own; a client may
///   ask for less
/// @param drainFor longest wait for requests in flight when the server stops
/// @param eventStreams streams of server-sent events open at once
/// @param compressFromBytes shortest body that is compressed
/// @param zstdLevel 1 (fast) to 9 (small)
/// @param brotliLevel 0 (fast) to 9 (small)
/// @param gzipLevel 1 (fast) to 9 (small)
/// @param responses answers that are kept ready
public record HttpConfig(
    String host,
    int port,
    int bodyLimitBytes,
    int headerLimitBytes,
    int lineLimitBytes,
    Duration idleTimeout,
    Duration readTimeout,
    Duration requestTimeout,
    Duration drainFor,
    int eventStreams,
    int compressFromBytes,
    int zstdLevel,
    int brotliLevel,
    int gzipLevel,
    ResponsesConfig responses) {

  /// Checks the bounds.
  ///
  /// @throws IllegalArgumentException if a value is out of its bounds
  public HttpConfig {
    check(!host.isBlank(), "host", host, "an address");
    check(port >= 0 && port <= 65_535, "port", port, "0 to 65535");
    check(bodyLimitBytes >= 1, "bodyLimitBytes", bodyLimitBytes, ">= 1");
    check(headerLimitBytes >= 1024, "headerLimitBytes", headerLimitBytes, ">= 1024");
    check(lineLimitBytes >= 256, "lineLimitBytes", lineLimitBytes, ">= 256");
    checkPositive("idleTimeout", idleTimeout);
    checkPositive("readTimeout", readTimeout);
    checkPositive("requestTimeout", requestTimeout);
    check(
        idleTimeout.compareTo(requestTimeout) > 0,
        "idleTimeout",
        idleTimeout,
        "longer than requestTimeout, which is " + requestTimeout);
    check(!drainFor.isNegative(), "drainFor", drainFor, "not negative");
    check(eventStreams >= 1, "eventStreams", eventStreams, ">= 1");
    check(compressFromBytes >= 1, "compressFromBytes", compressFromBytes, ">= 1");
    check(zstdLevel >= 1 && zstdLevel <= 9, "zstdLevel", zstdLevel, "1 to 9");
    check(brotliLevel >= 0 && brotliLevel <= 9, "brotliLevel", brotliLevel, "0 to 9");
    check(gzipLevel >= 1 && gzipLevel <= 9, "gzipLevel", gzipLevel, "1 to 9");
  }

  /// Returns what a server bears by default, at this address.
  ///
  /// @param host address to listen at
  /// @param port port to listen at; 0 takes any free one
  public static HttpConfig at(String host, int port) {
    return new HttpConfig(
        host,
        port,
        64 * 1024,
        8 * 1024,
        4 * 1024,
        Duration.ofSeconds(30),
        Duration.ofSeconds(15),
        Duration.ofSeconds(10),
        Duration.ofSeconds(20),
        64,
        1024,
        1,
        2,
        2,
        ResponsesConfig.defaults());
  }

  private static void checkPositive(String name, Duration value) {
    check(value.toMillis() >= 1, name, value, ">= 1 ms");
  }

  private static void check(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "http." + name + ": " + value + " (expected: " + expected + ")");
    }
  }
}
