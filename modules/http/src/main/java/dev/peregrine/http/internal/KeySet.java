package dev.peregrine.http.internal;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The keys of an issuer that check signatures, each for the one algorithm that its kind has.
///
/// What a token's head calls its algorithm never decides how a key is used: a public RSA key is no
/// secret for HMAC, and nothing is unsigned. Immutable.
final class KeySet {

  /// More than any issuer has in use.
  private static final int MOST = 32;

  private static final int FEWEST_RSA_BITS = 2_048;

  private final List<Key> keys;

  private KeySet(List<Key> keys) {
    this.keys = List.copyOf(keys);
  }

  /// Checks one signature.
  @FunctionalInterface
  interface Check {
    boolean holds(JWSHeader head, byte[] signed, Base64URL signature) throws JOSEException;
  }

  /// A key.
  ///
  /// @param id its `kid`, if it has one
  /// @param algorithm the only one that it is used for
  record Key(@Nullable String id, JWSAlgorithm algorithm, Check check) {

    private boolean fits(JWSHeader head) {
      return algorithm.equals(head.getAlgorithm())
          && (id == null || head.getKeyID() == null || id.equals(head.getKeyID()));
    }
  }

  /// Returns a set of these.
  static KeySet of(List<Key> keys) {
    return new KeySet(keys);
  }

  /// Reads a JWK set or a single JWK; leaves out keys that are not for signatures, symmetric, weak,
  /// or of a kind not used here.
  ///
  /// @throws ParseException if it is neither
  static KeySet parse(String json) throws ParseException {
    List<JWK> found =
        json.contains("\"keys\"") ? JWKSet.parse(json).getKeys() : List.of(JWK.parse(json));
    var keys = new ArrayList<Key>();
    for (var jwk : found) {
      if (keys.size() < MOST && isForSignatures(jwk)) {
        key(jwk).ifPresent(keys::add);
      }
    }
    return new KeySet(keys);
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  /// Returns the keys that a token's head may mean.
  List<Key> candidates(JWSHeader head) {
    return keys.stream().filter(key -> key.fits(head)).toList();
  }

  static Optional<Key> key(JWK jwk) {
    try {
      var key =
          switch (jwk) {
            case RSAKey rsa when rsa.size() >= FEWEST_RSA_BITS ->
                new Key(
                    rsa.getKeyID(),
                    JWSAlgorithm.RS256,
                    new RSASSAVerifier(rsa.toPublicJWK())::verify);
            case ECKey ec when ec.getCurve().equals(Curve.P_256) ->
                new Key(
                    ec.getKeyID(), JWSAlgorithm.ES256, new ECDSAVerifier(ec.toPublicJWK())::verify);
            case OctetKeyPair okp when okp.getCurve().equals(Curve.Ed25519) ->
                new Key(okp.getKeyID(), JWSAlgorithm.EdDSA, Ed25519.check(okp));
            default -> null;
          };
      return Optional.ofNullable(key).filter(made -> saysNothingElse(jwk, made));
    } catch (JOSEException | IllegalArgumentException unusable) {
      return Optional.empty();
    }
  }

  private static boolean isForSignatures(JWK jwk) {
    return (jwk.getKeyUse() == null || jwk.getKeyUse().equals(KeyUse.SIGNATURE))
        && (jwk.getKeyOperations() == null
            || jwk.getKeyOperations().contains(KeyOperation.VERIFY)
            || jwk.getKeyOperations().contains(KeyOperation.SIGN));
  }

  private static boolean saysNothingElse(JWK jwk, Key key) {
    return jwk.getAlgorithm() == null || jwk.getAlgorithm().equals(key.algorithm());
  }
}
