package dev.peregrine.launcher.internal.house;

import dev.peregrine.http.AuthConfig;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs tokens for a house that knows its key.
final class Signer {

  private static final String ISSUER = "https://issuer.test";
  private static final String AUDIENCE = "peregrine";
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final KeyPair keys;

  Signer() {
    try {
      keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("Ed25519 is in every Java since 15", impossible);
    }
  }

  /// Returns a configuration that takes its tokens.
  AuthConfig config(Path folder) {
    var pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n";
    try {
      return new AuthConfig(
          true,
          Optional.of(ISSUER),
          Optional.of(AUDIENCE),
          Optional.empty(),
          Optional.of(Files.writeString(folder.resolve("issuer.pem"), pem)),
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofSeconds(2));
    } catch (IOException thrown) {
      throw new UncheckedIOException(thrown);
    }
  }

  /// Returns what a good token says.
  static JsonObject claims(String scopes) {
    var now = Instant.now().getEpochSecond();
    return new JsonObject()
        .put("iss", ISSUER)
        .put("aud", AUDIENCE)
        .put("sub", "ada")
        .put("scope", scopes)
        .put("exp", now + 600);
  }

  /// Returns a good token.
  String token(String scopes) {
    return token(claims(scopes));
  }

  String token(JsonObject claims) {
    var signed = part(new JsonObject().put("alg", "EdDSA")) + "." + part(claims);
    try {
      var signature = Signature.getInstance("Ed25519");
      signature.initSign(keys.getPrivate());
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException thrown) {
      throw new IllegalStateException(thrown);
    }
  }

  /// Returns a token that nobody signed.
  static String unsigned(String scopes) {
    return part(new JsonObject().put("alg", "none")) + "." + part(claims(scopes)) + ".";
  }

  /// Returns a token whose secret is the public key, which everybody may know.
  String confused(String scopes) {
    var signed = part(new JsonObject().put("alg", "HS256")) + "." + part(claims(scopes));
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(keys.getPublic().getEncoded(), "HmacSHA256"));
      return signed
          + "."
          + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException thrown) {
      throw new IllegalStateException(thrown);
    }
  }

  private static String part(JsonObject json) {
    return BASE64.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
  }
}
