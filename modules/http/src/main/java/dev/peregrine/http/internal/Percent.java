package dev.peregrine.http.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Undoes percent-encoding, strictly.
final class Percent {

  private Percent() {}

  /// Decodes a part of a path; null when it is not percent-encoded UTF-8.
  static @Nullable String decodePath(String text) {
    return text.indexOf('%') < 0 ? text : decode(text);
  }

  /// Decodes a part of a query, where a plus is a space; null when it is not percent-encoded UTF-8.
  static @Nullable String decodeQuery(String text) {
    return decodePath(text.indexOf('+') < 0 ? text : text.replace('+', ' '));
  }

  private static @Nullable String decode(String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    var length = 0;
    for (var i = 0; i < bytes.length; i++) {
      if (bytes[i] != '%') {
        bytes[length++] = bytes[i];
        continue;
      }
      var high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      var low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        return null;
      }
      bytes[length++] = (byte) (high << 4 | low);
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException thrown) {
      return null;
    }
  }
}
