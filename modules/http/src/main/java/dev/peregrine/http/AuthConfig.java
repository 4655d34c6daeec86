package dev.peregrine.http;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Whether callers must show who they are, and whose word is taken for it.
///
/// Tokens are signed (RS256, ES256 or EdDSA) by an issuer whose public keys are fetched, or lie in
/// a file.
///
/// @param enabled whether routes that are not public ask for a token
/// @param issuer who signs, exactly as the tokens' `iss` writes it
/// @param audience what this service is called in the tokens' `aud`
/// @param jwksUrl where the issuer shows its keys (RFC 7517); https, or http on this machine
/// @param keyFile keys instead of those: PEM or JWK, public ones; for development
/// @param clockSkew how far the issuer's clock and ours may be apart, at most 5 minutes
/// @param refreshEvery how often the keys are fetched anew, at least 1 s
/// @param fetchTimeout longest wait for them, 10 ms to 10 s
public record AuthConfig(
    boolean enabled,
    Optional<String> issuer,
    Optional<String> audience,
    Optional<URI> jwksUrl,
    Optional<Path> keyFile,
    Duration clockSkew,
    Duration refreshEvery,
    Duration fetchTimeout) {

  /// Checks the bounds, and that nothing is missing where tokens are asked for.
  ///
  /// @throws IllegalArgumentException if a value is out of its bounds
  public AuthConfig {
    check(isBetween(clockSkew, 0, 300_000), "clockSkew", clockSkew, "0s to 5m");
    check(isBetween(refreshEvery, 1_000, 86_400_000), "refreshEvery", refreshEvery, "1s to 1d");
    check(isBetween(fetchTimeout, 10, 10_000), "fetchTimeout", fetchTimeout, "10ms to 10s");
    jwksUrl.ifPresent(AuthConfig::checkUrl);
    if (enabled) {
      checkSaid(issuer, "issuer", "who signs, since auth.enabled is true");
      checkSaid(audience, "audience", "the name of this service in tokens");
      if (jwksUrl.isPresent() == keyFile.isPresent()) {
        throw new IllegalArgumentException(
            "auth.jwksUrl: "
                + (keyFile.isPresent() ? "set beside auth.keyFile" : "missing")
                + " (expected: this or auth.keyFile, since auth.enabled is true)");
      }
    }
  }

  /// Returns what holds where nobody has set anything: nobody is asked.
  public static AuthConfig defaults() {
    return new AuthConfig(
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5),
        Duration.ofSeconds(2));
  }

  private static void checkUrl(URI url) {
    var scheme = String.valueOf(url.getScheme());
    var host = url.getHost();
    var sound =
        host != null
            && url.getUserInfo() == null
            && (scheme.equals("https") || (scheme.equals("http") && isLoopback(host)));
    // The address may carry a secret, so it is not repeated.
    check(sound, "jwksUrl", "of another kind", "https://…, or http://… on this machine, no user");
  }

  /// Names are not looked up but for the one that every machine has.
  private static boolean isLoopback(String host) {
    try {
      return host.equals("localhost")
          || (host.matches("\\[.*]|[0-9.]+") && InetAddress.getByName(host).isLoopbackAddress());
    } catch (UnknownHostException malformed) {
      return false;
    }
  }

  private static void checkSaid(Optional<String> value, String name, String expected) {
    check(value.filter(text -> !text.isBlank()).isPresent(), name, "missing", expected);
  }

  private static boolean isBetween(Duration value, long minMs, long maxMs) {
    return value.toMillis() >= minMs && value.toMillis() <= maxMs;
  }

  private static void check(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(
          "auth." + name + ": " + value + " (expected: " + expected + ")");
    }
  }
}
