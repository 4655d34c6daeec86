package dev.peregrine.cache.internal;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// What may be a key, a tag, or a region's name.
public final class Texts {

  private static final Pattern REGION = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private Texts() {}

  /// Checks that a text has 1 to this many bytes of UTF-8. Half a surrogate pair has none: two such
  /// texts would be one in Redis.
  ///
  /// @param text what is checked
  /// @param what it is, for the message, which does not repeat the text
  /// @param maxBytes longest allowed
  /// @return the text
  /// @throws IllegalArgumentException if it is out of bounds
  @com.google.errorprone.annotations.CanIgnoreReturnValue
  public static String require(String text, String what, int maxBytes) {
    // UTF-8 never has fewer bytes than UTF-16 has units.
    if (text.isEmpty() || text.length() > maxBytes || utf8Length(text) > maxBytes) {
      throw new IllegalArgumentException(
          what + ": empty or too long (expected: 1 to " + maxBytes + " bytes of UTF-8)");
    }
    return text;
  }

  /// Checks that a region can have this name.
  ///
  /// @param name what is checked
  /// @throws IllegalArgumentException if none can
  public static void requireRegion(String name) {
    if (!REGION.matcher(name).matches()) {
      throw new IllegalArgumentException("cache region's name (expected: " + REGION + ")");
    }
  }

  static boolean isTag(String text, int maxBytes) {
    try {
      require(text, "cache tag", maxBytes);
      return true;
    } catch (IllegalArgumentException outOfBounds) {
      return false;
    }
  }

  private static int utf8Length(String text) {
    var ascii = true;
    for (var i = 0; i < text.length() && ascii; i++) {
      ascii = text.charAt(i) < 0x80;
    }
    if (ascii) {
      return text.length();
    }
    try {
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text)).limit();
    } catch (CharacterCodingException halfOfAPair) {
      throw new IllegalArgumentException(
          "cache text: half a surrogate pair (expected: text that UTF-8 can write)", halfOfAPair);
    }
  }
}
