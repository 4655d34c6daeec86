package dev.peregrine.http.internal;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import dev.peregrine.http.KeysFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Keys in a file: PEM (`-----BEGIN PUBLIC KEY-----`, one or more), a JWK or a JWK set.
final class KeyFile {

  private static final int MOST_BYTES = 64 * 1024;
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

  private KeyFile() {}

  /// Reads it; blocks.
  ///
  /// @throws KeysFailure if it holds no key that is used here; nothing of it is repeated
  static KeySet read(Path file) {
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw failure(file, "longer than 64 KiB", null);
      }
      var text = new String(bytes, java.nio.charset.StandardCharsets.UTF_8).strip();
      var keys = text.startsWith("{") ? KeySet.parse(text) : pem(text);
      if (keys.isEmpty()) {
        throw failure(file, "no key for RS256, ES256 or EdDSA", null);
      }
      return keys;
    } catch (IOException thrown) {
      throw failure(file, "cannot be read", thrown);
    } catch (ParseException malformed) {
      // Its message may repeat a part of the file.
      throw failure(file, "neither PEM nor JWK", null);
    }
  }

  private static KeySet pem(String text) {
    var keys = new ArrayList<KeySet.Key>();
    var blocks = PEM.matcher(text);
    while (blocks.find()) {
      var encoded = Base64.getMimeDecoder().decode(blocks.group(1));
      key(encoded).ifPresent(keys::add);
    }
    return KeySet.of(keys);
  }

  /// The file does not say of which kind a key is, so each is tried.
  private static Optional<KeySet.Key> key(byte[] encoded) {
    for (var kind : List.of("RSA", "EC", "Ed25519")) {
      try {
        var key = KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(encoded));
        return switch (key) {
          case RSAPublicKey rsa -> KeySet.key(new RSAKey.Builder(rsa).build());
          case ECPublicKey ec -> elliptic(ec);
          case EdECPublicKey ed ->
              Optional.of(new KeySet.Key(null, JWSAlgorithm.EdDSA, Ed25519.check(ed)));
          default -> Optional.empty();
        };
      } catch (GeneralSecurityException another) {
        // Not of this kind; the next one is tried.
      }
    }
    return Optional.empty();
  }

  private static Optional<KeySet.Key> elliptic(ECPublicKey key) {
    var curve = Curve.forECParameterSpec(key.getParams());
    return Curve.P_256.equals(curve)
        ? KeySet.key(new ECKey.Builder(curve, key).build())
        : Optional.empty();
  }

  private static KeysFailure failure(
      Path file, String what, @org.jspecify.annotations.Nullable Throwable cause) {
    return new KeysFailure(
        "auth.keyFile: " + file + ": " + what + " (expected: public keys, PEM or JWK)", cause);
  }
}
