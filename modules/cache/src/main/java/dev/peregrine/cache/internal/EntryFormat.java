package dev.peregrine.cache.internal;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The layout of an entry in the far tier, big-endian: magic u8, format u8, kind u8, number of tags
/// u8, schema i32, position i64, birth i64 in milliseconds of the far tier's own clock, life i64
/// and freshness i64 in milliseconds, then each tag with its length u16, then the value as
/// [Compression] packs it. Anything else is not an entry.
///
/// Position and birth lie where the far tier can write them itself: see [RedisScripts].
final class EntryFormat {

  private static final byte MAGIC = (byte) 0xC7;
  private static final byte FORMAT = 3;
  private static final byte VALUE = 0;
  private static final byte ABSENT = 1;
  private static final int POSITION = 8;
  private static final int BORN = 16;
  private static final int HEADER_BYTES = 40;

  private EntryFormat() {}

  /// An entry taken apart.
  ///
  /// @param value the encoded value; empty when the source has nothing
  /// @param tags by which it can be evicted with others
  /// @param times how far it can be trusted, and how long
  record Decoded(Optional<Buffer> value, Set<String> tags, Times times) {

    /// Copies.
    Decoded {
      tags = Set.copyOf(tags);
    }
  }

  /// How far an entry can be trusted, and how long.
  ///
  /// @param position every invalidation at or before it is reflected
  /// @param bornMs when it was written, on the far tier's own clock
  /// @param lifeMs how long it lives from its birth
  /// @param freshMs how long it is fresh from its birth
  record Times(long position, long bornMs, long lifeMs, long freshMs) {

    /// Returns for how long it will be held; at most its whole life, if the clock was turned back.
    ///
    /// @param nowMs this moment on the far tier's own clock
    long remainingMs(long nowMs) {
      return Math.min(lifeMs, bornMs + lifeMs - nowMs);
    }
  }

  static Buffer encode(Decoded entry, int schema) {
    var value = entry.value();
    var times = entry.times();
    var bytes = Buffer.buffer(HEADER_BYTES + value.map(Buffer::length).orElse(0));
    bytes.appendByte(MAGIC).appendByte(FORMAT).appendByte(value.isPresent() ? VALUE : ABSENT);
    bytes.appendByte((byte) entry.tags().size()).appendInt(schema).appendLong(times.position());
    bytes.appendLong(times.bornMs()).appendLong(times.lifeMs()).appendLong(times.freshMs());
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
    var times =
        new Times(position(bytes), bytes.getLong(BORN), bytes.getLong(24), bytes.getLong(32));
    return Optional.of(new Decoded(value, tags, times));
  }

  static long position(Buffer bytes) {
    return bytes.getLong(POSITION);
  }

  /// Returns position and birth, which tell an entry from the next one in its place; fewer bytes of
  /// what is no entry.
  static Buffer mark(Buffer bytes) {
    var end = Math.min(BORN + Long.BYTES, bytes.length());
    return bytes.getBuffer(Math.min(POSITION, end), end);
  }

  /// Returns a position as an entry has it.
  static Buffer position(long position) {
    return Buffer.buffer(Long.BYTES).appendLong(position);
  }

  /// Returns an entry at another position.
  static Buffer at(Buffer entry, long position) {
    return entry.copy().setLong(POSITION, position);
  }

  /// Returns an entry born at another moment.
  static Buffer born(Buffer entry, long bornMs) {
    return entry.copy().setLong(BORN, bornMs);
  }
}
