package dev.peregrine.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Texts that clients carry and bring back, such as cursors: opaque, signed, and of use for the
/// purpose that they were written for only.
///
/// Confined to one context, since the signer is.
public final class SignedText {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int SIGNATURE_BYTES = 16;
  private static final int MAX_LENGTH = 2_048;

  private final Mac signer;

  /// Makes one.
  ///
  /// @param key signs; whoever knows it can write what is believed
  public SignedText(byte[] key) {
    try {
      signer = Mac.getInstance(ALGORITHM);
      signer.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(ALGORITHM + " is in every Java", impossible);
    }
  }

  /// Writes a text in letters that a URL can hold.
  ///
  /// @param purpose what it is good for; part of what is signed
  /// @param text what is carried
  public String write(String purpose, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var signature = sign(purpose, bytes);
    var all = Arrays.copyOf(signature, signature.length + bytes.length);
    System.arraycopy(bytes, 0, all, signature.length, bytes.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /// Reads a text; nothing if it was not written with this key for this purpose.
  ///
  /// @param purpose what it has to be good for
  /// @param written what a client brought, whatever it is
  public Optional<String> read(String purpose, String written) {
    if (written.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    byte[] all;
    try {
      all = Base64.getUrlDecoder().decode(written);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    if (all.length <= SIGNATURE_BYTES) {
      return Optional.empty();
    }
    var signature = Arrays.copyOf(all, SIGNATURE_BYTES);
    var bytes = Arrays.copyOfRange(all, SIGNATURE_BYTES, all.length);
    return MessageDigest.isEqual(signature, sign(purpose, bytes))
        ? Optional.of(new String(bytes, StandardCharsets.UTF_8))
        : Optional.empty();
  }

  private byte[] sign(String purpose, byte[] bytes) {
    signer.update(purpose.getBytes(StandardCharsets.UTF_8));
    signer.update((byte) 0);
    return Arrays.copyOf(signer.doFinal(bytes), SIGNATURE_BYTES);
  }
}
