package dev.peregrine.customers.internal;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;

/// The key that signs cursors.
public final class SigningKey {

  private static final int RANDOM_BYTES = 32;

  private SigningKey() {}

  /// Returns a configured key's bytes, or a random key's.
  ///
  /// @param configured the same text on every node, or nothing
  public static byte[] of(Optional<String> configured) {
    if (configured.isPresent()) {
      return configured.get().getBytes(StandardCharsets.UTF_8);
    }
    var random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return random;
  }
}
