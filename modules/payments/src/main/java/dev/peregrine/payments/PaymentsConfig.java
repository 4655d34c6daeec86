package dev.peregrine.payments;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Where the outside services are, and how long they are believed to be there.
///
/// @param url the payment gateway, `http` or `https`; absent: [SandboxGateway]
/// @param checksUrl the checking service; absent: the sandbox if the gateway is it, else nobody is
///   checked
/// @param token sent to both as `Authorization: Bearer`; absent: none is
/// @param timeout longest wait for one answer, 1 ms to 30 s
/// @param connections open to each service at most, 1 to 1000
/// @param queue questions that may wait for a connection, 0 to 100000
/// @param failuresToOpen failures within ten seconds after which a service is left alone, 1 to 1000
/// @param retryAfter how long it is left alone before one question tries it again, 10 ms to 5 min
/// @param answerLimitBytes longest answer that is read, from 64
public record PaymentsConfig(
    Optional<URI> url,
    Optional<URI> checksUrl,
    Optional<String> token,
    Duration timeout,
    int connections,
    int queue,
    int failuresToOpen,
    Duration retryAfter,
    int answerLimitBytes) {

  private static final Set<String> SCHEMES = Set.of("http", "https");

  /// Checks the bounds.
  ///
  /// @throws IllegalArgumentException naming the key, the value and the bound
  public PaymentsConfig {
    url.ifPresent(uri -> checkUri(uri, "url"));
    checksUrl.ifPresent(uri -> checkUri(uri, "checksUrl"));
    token.ifPresent(
        text -> check(text.matches("[!-~]{1,4096}"), "token", "***", "1 to 4096 of ASCII"));
    checkWithin(timeout, "timeout", Duration.ofMillis(1), Duration.ofSeconds(30));
    checkWithin(retryAfter, "retryAfter", Duration.ofMillis(10), Duration.ofMinutes(5));
    check(connections >= 1 && connections <= 1_000, "connections", connections, "1 to 1000");
    check(queue >= 0 && queue <= 100_000, "queue", queue, "0 to 100000");
    check(
        failuresToOpen >= 1 && failuresToOpen <= 1_000,
        "failuresToOpen",
        failuresToOpen,
        "1 to 1000");
    check(answerLimitBytes >= 64, "answerLimitBytes", answerLimitBytes, ">= 64");
  }

  /// Returns the defaults: the sandbox, left alone within a second when it hangs.
  public static PaymentsConfig defaults() {
    return new PaymentsConfig(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.ofMillis(800),
        16,
        128,
        5,
        Duration.ofMillis(500),
        64 << 10);
  }

  /// Returns the same with a place for the services that have none.
  ///
  /// @param server where
  public PaymentsConfig at(URI server) {
    return new PaymentsConfig(
        Optional.of(url.orElse(server)),
        Optional.of(checksUrl.orElse(server)),
        token,
        timeout,
        connections,
        queue,
        failuresToOpen,
        retryAfter,
        answerLimitBytes);
  }

  /// Leaves the token out, so that it can be logged.
  @Override
  public String toString() {
    return "payments[url=%s, checksUrl=%s, timeout=%s, connections=%d, queue=%d]"
        .formatted(
            url.map(URI::getAuthority).orElse("sandbox"),
            checksUrl.map(URI::getAuthority),
            timeout,
            connections,
            queue);
  }

  private static void checkUri(URI uri, String key) {
    var sound =
        SCHEMES.contains(String.valueOf(uri.getScheme()))
            && uri.getHost() != null
            && uri.getRawUserInfo() == null
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null;
    check(sound, key, uri.getHost() + "", "http://host:port/path or https://…, no user, no query");
  }

  private static void checkWithin(Duration value, String key, Duration min, Duration max) {
    var holds = value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
    check(holds, key, value, min.toMillis() + "ms to " + max.toSeconds() + "s");
  }

  private static void check(boolean holds, String key, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "payments." + key + ": " + value + " (expected: " + expected + ")");
    }
  }
}
