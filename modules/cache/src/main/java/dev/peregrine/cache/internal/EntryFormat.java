package dev.peregrine.cache.internal;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/// The layout of an entry in Redis, big-endian: magic u8, format u8, kind u8, unused u8, schema
/// i32, position i64, life in milliseconds i64, then the value. Anything else is not an entry.
final class EntryFormat {

  private static final byte MAGIC = (byte) 0xC7;
  private static final byte FORMAT = 1;
  private static final byte VALUE = 0;
  private static final byte ABSENT = 1;
  private static final int HEADER_BYTES = 24;

  private EntryFormat() {}

  /// An entry taken apart.
  ///
  /// @param value the encoded value; empty when the source has nothing
  /// @param position every invalidation at or before it is reflected
  /// @param lifeMs how long it lives from its birth
  record Decoded(Optional<Buffer> value, long position, long lifeMs) {}

  static Buffer encode(Optional<Buffer> value, int schema, long position, long lifeMs) {
    var bytes = Buffer.buffer(HEADER_BYTES + value.map(Buffer::length).orElse(0));
    bytes.appendByte(MAGIC).appendByte(FORMAT).appendByte(value.isPresent() ? VALUE : ABSENT);
    bytes.appendByte((byte) 0).appendInt(schema).appendLong(position).appendLong(lifeMs);
    value.ifPresent(bytes::appendBuffer);
    return bytes;
  }

  /// Returns the entry, or nothing if the bytes are not one of this format and schema.
  static Optional<Decoded> decode(Buffer bytes, int schema) {
    if (bytes.length() < HEADER_BYTES
        || bytes.getByte(0) != MAGIC
        || bytes.getByte(1) != FORMAT
        || bytes.getInt(4) != schema) {
      return Optional.empty();
    }
    var position = bytes.getLong(8);
    var lifeMs = bytes.getLong(16);
    return switch (bytes.getByte(2)) {
      case VALUE ->
          Optional.of(
              new Decoded(
                  Optional.of(bytes.getBuffer(HEADER_BYTES, bytes.length())), position, lifeMs));
      case ABSENT -> Optional.of(new Decoded(Optional.empty(), position, lifeMs));
      default -> Optional.empty();
    };
  }
}
