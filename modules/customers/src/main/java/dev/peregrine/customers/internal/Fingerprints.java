package dev.peregrine.customers.internal;

import dev.peregrine.customers.IdempotencyKey;
import dev.peregrine.customers.PlaceOrder;
import dev.peregrine.customers.RegisterCustomer;
import io.vertx.core.buffer.Buffer;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.UUID;

/// Hashes of keys and of what they stand for. A question is hashed as it is understood, so that
/// another spelling of the same JSON is the same question.
final class Fingerprints {

  private static final int PLACES = 2;

  private Fingerprints() {}

  /// Returns the hash of a key; the same text of another asker, or for another kind of question, is
  /// another key.
  static Buffer key(String kind, IdempotencyKey key) {
    return sha256(kind, key.asker(), key.text());
  }

  /// Returns the hash of who asks, by which an import knows its own.
  static Buffer caller(String subject) {
    return sha256("caller", subject);
  }

  /// Returns the id of the import that a key stands for (RFC 9562, version 8).
  static UUID importId(IdempotencyKey key) {
    var hash = key("import", key);
    var high = (hash.getLong(0) & ~0xF000L) | 0x8000L;
    var low = (hash.getLong(Long.BYTES) >>> 2) | Long.MIN_VALUE;
    return new UUID(high, low);
  }

  static Buffer of(RegisterCustomer question) {
    return sha256(question.name(), question.email(), question.type().word());
  }

  static Buffer of(PlaceOrder question) {
    var total = question.total().setScale(PLACES, RoundingMode.UNNECESSARY).toPlainString();
    return sha256(Long.toString(question.customerId()), total, question.currency());
  }

  private static Buffer sha256(String... parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (var part : parts) {
        var bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update(Integer.toString(bytes.length).getBytes(StandardCharsets.US_ASCII));
        digest.update((byte) ' ');
        digest.update(bytes);
      }
      return Buffer.buffer(digest.digest());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("SHA-256 is in every Java", impossible);
    }
  }
}
