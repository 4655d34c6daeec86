package dev.peregrine.http;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes keys and tokens, good and bad ones, by the JDK alone.
final class Issuer {

  static final String NAME = "https://issuer.test";
  static final String AUDIENCE = "peregrine";
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  final KeyPair rsa = pair("RSA", 2_048);
  final KeyPair ec = pair("EC", 256);
  final KeyPair ed = pair("Ed25519", 0);
  private final String suffix;

  /// Makes an issuer.
  ///
  /// @param suffix what its keys' ids end with
  Issuer(String suffix) {
    this.suffix = suffix;
  }

  /// Returns the three public keys as a JWK set.
  JsonObject jwks() {
    var ecKey = new ECKey.Builder(Curve.P_256, (ECPublicKey) ec.getPublic()).keyID("ec" + suffix);
    return new JsonObject()
        .put(
            "keys",
            new JsonArray()
                .add(new JsonObject(rsaKey().toJSONString()))
                .add(new JsonObject(ecKey.build().toJSONString()))
                .add(new JsonObject(edKey().toJSONString())));
  }

  RSAKey rsaKey() {
    return new RSAKey.Builder((RSAPublicKey) rsa.getPublic()).keyID("rsa" + suffix).build();
  }

  private OctetKeyPair edKey() {
    var encoded = ed.getPublic().getEncoded();
    var x = Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
    return new OctetKeyPair.Builder(Curve.Ed25519, x).keyID("ed" + suffix).build();
  }

  /// Returns what a good token says, with one scope.
  static JsonObject claims(String scope) {
    var now = Instant.now().getEpochSecond();
    return new JsonObject()
        .put("iss", NAME)
        .put("aud", AUDIENCE)
        .put("sub", "ada")
        .put("scope", scope)
        .put("iat", now)
        .put("nbf", now)
        .put("exp", now + 300);
  }

  /// Returns a good token.
  String token(String scope) {
    return rs256(claims(scope));
  }

  String rs256(JsonObject claims) {
    return signed(head("RS256", "rsa"), claims, rsa, "SHA256withRSA");
  }

  String es256(JsonObject claims) {
    return signed(head("ES256", "ec"), claims, ec, "SHA256withECDSAinP1363Format");
  }

  String edDsa(JsonObject claims) {
    return signed(head("EdDSA", "ed"), claims, ed, "Ed25519");
  }

  JsonObject head(String algorithm, String kind) {
    return new JsonObject().put("alg", algorithm).put("typ", "JWT").put("kid", kind + suffix);
  }

  static String signed(JsonObject head, JsonObject claims, KeyPair by, String algorithm) {
    try {
      var signature = Signature.getInstance(algorithm);
      signature.initSign(by.getPrivate());
      var signed = part(head) + "." + part(claims);
      signature.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + BASE64.encodeToString(signature.sign());
    } catch (GeneralSecurityException thrown) {
      throw new IllegalStateException(algorithm, thrown);
    }
  }

  /// Returns a token whose HMAC has as its secret what everybody may know.
  static String hs256(JsonObject head, JsonObject claims, byte[] secret) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      var signed = part(head) + "." + part(claims);
      return signed
          + "."
          + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException thrown) {
      throw new IllegalStateException("HmacSHA256", thrown);
    }
  }

  static String part(JsonObject json) {
    return BASE64.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
  }

  static String pem(KeyPair pair) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  static KeyPair pair(String kind, int bits) {
    try {
      var generator = KeyPairGenerator.getInstance(kind);
      if (bits > 0) {
        generator.initialize(bits);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException thrown) {
      throw new IllegalStateException(kind, thrown);
    }
  }
}
