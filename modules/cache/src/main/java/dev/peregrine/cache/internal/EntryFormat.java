package dev.peregrine.cache.internal;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The layout of an entry in Redis, big-endian: magic u8, format u8, kind u8, number of tags u8,
/// schema i32, position i64, life i64 and freshness i64 in milliseconds, then each tag with its
/// length u16, then the value. Anything else is not an entry.
final class EntryFormat {

  private static final byte MAGIC = (byte) 0xC7;
  private static final byte FORMAT = 2;
  private static final byte VALUE = 0;
  private static final byte ABSENT = 1;
  private static final int HEADER_BYTES = 32;

  private EntryFormat() {}

  /// An entry taken apart.
  ///
  /// @param value the encoded value; empty when the source has nothing
  /// @param position every invalidation at or before it is reflected
  /// @param tags by which it can be evicted with others
  /// @param lifeMs how long it lives from its birth
  /// @param freshMs how long it is fresh from its birth
  record Decoded(
      Optional<Buffer> value, long position, Set<String> tags, long lifeMs, long freshMs) {}

  static Buffer encode(Decoded entry, int schema) {
    var value = entry.value();
    var bytes = Buffer.buffer(HEADER_BYTES + value.map(Buffer::length).orElse(0));
    bytes.appendByte(MAGIC).appendByte(FORMAT).appendByte(value.isPresent() ? VALUE : ABSENT);
    bytes.appendByte((byte) entry.tags().size()).appendInt(schema).appendLong(entry.position());
    bytes.appendLong(entry.lifeMs()).appendLong(entry.freshMs());
    for (var tag : entry.tags()) {
      var text = tag.getBytes(StandardCharsets.UTF_8);
      bytes.appendUnsignedShort(text.length).appendBytes(text);
    }
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
    var kind = bytes.getByte(2);
    if (kind != VALUE && kind != ABSENT) {
      return Optional.empty();
    }
    var tags = new HashSet<String>();
    var at = HEADER_BYTES;
    for (var left = bytes.getUnsignedByte(3); left > 0; left--) {
      if (at + Short.BYTES > bytes.length()
          || at + Short.BYTES + bytes.getUnsignedShort(at) > bytes.length()) {
        return Optional.empty();
      }
      var end = at + Short.BYTES + bytes.getUnsignedShort(at);
      tags.add(bytes.getString(at + Short.BYTES, end));
      at = end;
    }
    var value =
        kind == VALUE ? Optional.of(bytes.getBuffer(at, bytes.length())) : Optional.<Buffer>empty();
    return Optional.of(
        new Decoded(value, bytes.getLong(8), tags, bytes.getLong(16), bytes.getLong(24)));
  }
}
