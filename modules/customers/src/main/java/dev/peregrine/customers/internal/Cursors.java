package dev.peregrine.customers.internal;

import dev.peregrine.customers.Place;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Places in lists as clients carry them: opaque, signed, and of use for the list that they came
/// from only.
///
/// Confined to one context, since the signer is.
final class Cursors {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int SIGNATURE_BYTES = 16;
  private static final int MAX_LENGTH = 2_048;
  private static final String BACK = "b";
  private static final String FORTH = "f";

  private final Mac signer;

  Cursors(byte[] key) {
    try {
      signer = Mac.getInstance(ALGORITHM);
      signer.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(ALGORITHM + " is in every Java", impossible);
    }
  }

  /// Writes a place.
  ///
  /// @param list what the list shows and in which order; part of what is signed
  String write(String list, Place place) {
    var text = (place.backwards() ? BACK : FORTH) + place.id() + ":" + place.key();
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var signature = sign(list, bytes);
    var all = Arrays.copyOf(signature, signature.length + bytes.length);
    System.arraycopy(bytes, 0, all, signature.length, bytes.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /// Reads a place; nothing if the cursor was not written here for this list.
  Optional<Place> read(String list, String cursor) {
    if (cursor.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    byte[] all;
    try {
      all = Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    if (all.length <= SIGNATURE_BYTES) {
      return Optional.empty();
    }
    var signature = Arrays.copyOf(all, SIGNATURE_BYTES);
    var bytes = Arrays.copyOfRange(all, SIGNATURE_BYTES, all.length);
    return MessageDigest.isEqual(signature, sign(list, bytes))
        ? Optional.of(place(new String(bytes, StandardCharsets.UTF_8)))
        : Optional.empty();
  }

  private static Place place(String text) {
    var colon = text.indexOf(':');
    return new Place(
        text.substring(colon + 1), Long.parseLong(text.substring(1, colon)), text.startsWith(BACK));
  }

  private byte[] sign(String list, byte[] bytes) {
    signer.update(list.getBytes(StandardCharsets.UTF_8));
    signer.update((byte) 0);
    return Arrays.copyOf(signer.doFinal(bytes), SIGNATURE_BYTES);
  }
}
