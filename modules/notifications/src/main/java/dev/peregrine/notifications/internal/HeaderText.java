package dev.peregrine.notifications.internal;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Text from strangers, made fit for a mail's header and body.
///
/// The mail client writes header values as they are, line breaks included, so nothing reaches it
/// that did not pass here.
final class HeaderText {

  /// Of a line's 76 columns, `Subject: ` and `=?UTF-8?B?…?=` leave 54, which are 40 bytes.
  private static final int BYTES_A_WORD = 39;

  private static final int MAX_PLAIN_LENGTH = 66;

  private HeaderText() {}

  /// Returns the text in one line, without what a reader cannot see: control characters, line
  /// separators, direction overrides, halves of characters. Each becomes a space; runs of spaces
  /// become one.
  ///
  /// @param text anything
  /// @param maxCodePoints where to cut
  static String oneLine(String text, int maxCodePoints) {
    var clean =
        text.codePoints()
            .limit(8L * maxCodePoints)
            .map(one -> isShown(one) ? one : ' ')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString()
            .replaceAll(" {2,}", " ")
            .strip();
    var length = clean.codePointCount(0, clean.length());
    return length <= maxCodePoints
        ? clean
        : clean.substring(0, clean.offsetByCodePoints(0, maxCodePoints));
  }

  private static boolean isShown(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      // Joiners are part of names and of pictures; the other format characters turn text around.
      case Character.FORMAT -> codePoint == 0x200C || codePoint == 0x200D;
      default -> true;
    };
  }

  /// Returns one line of text as a header value: as it is where that is safe, else in encoded words
  /// (RFC 2047), folded.
  ///
  /// The mail client's own encoder tears characters beyond the 16-bit range apart.
  ///
  /// @param line a text that [#oneLine] returned
  static String encoded(String line) {
    if (isPlain(line)) {
      return line;
    }
    var words = new StringBuilder();
    var word = new StringBuilder();
    var bytes = 0;
    for (var one : line.codePoints().toArray()) {
      var letter = Character.toString(one);
      var size = letter.getBytes(StandardCharsets.UTF_8).length;
      if (bytes + size > BYTES_A_WORD) {
        words.append(encodedWord(word)).append("\r\n ");
        word.setLength(0);
        bytes = 0;
      }
      word.append(letter);
      bytes += size;
    }
    return words.append(encodedWord(word)).toString();
  }

  /// What looks like an encoded word must not be taken for one.
  private static boolean isPlain(String line) {
    return line.length() <= MAX_PLAIN_LENGTH
        && !line.contains("=?")
        && line.chars().allMatch(letter -> letter >= ' ' && letter < 0x7F);
  }

  private static String encodedWord(CharSequence word) {
    var bytes = word.toString().getBytes(StandardCharsets.UTF_8);
    return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
  }
}
