package dev.peregrine.http.internal;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.OctetKeyPair;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/// Ed25519 by the JDK; the token library would want another library for it.
final class Ed25519 {

  private static final String NAME = "Ed25519";
  private static final int KEY_BYTES = 32;

  /// What stands before the key itself in its X.509 form (RFC 8410).
  private static final byte[] HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

  private Ed25519() {}

  static KeySet.Check check(OctetKeyPair pair) throws JOSEException {
    var x = pair.getDecodedX();
    if (x.length != KEY_BYTES) {
      throw new JOSEException("a key of " + x.length + " bytes (expected: " + KEY_BYTES + ")");
    }
    var encoded = new byte[HEAD.length + x.length];
    System.arraycopy(HEAD, 0, encoded, 0, HEAD.length);
    System.arraycopy(x, 0, encoded, HEAD.length, x.length);
    try {
      return check(KeyFactory.getInstance(NAME).generatePublic(new X509EncodedKeySpec(encoded)));
    } catch (GeneralSecurityException thrown) {
      throw new JOSEException("not a key", thrown);
    }
  }

  static KeySet.Check check(PublicKey key) {
    return (head, signed, signature) -> {
      try {
        var verifier = Signature.getInstance(NAME);
        verifier.initVerify(key);
        verifier.update(signed);
        // The other algorithms refuse extensions that must be understood by themselves.
        return head.getCriticalParams() == null && verifier.verify(signature.decode());
      } catch (SignatureException malformed) {
        return false;
      } catch (GeneralSecurityException thrown) {
        throw new JOSEException(NAME + " is in every Java since 15", thrown);
      }
    };
  }
}
