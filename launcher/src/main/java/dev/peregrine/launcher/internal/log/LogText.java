package dev.peregrine.launcher.internal.log;

/// Makes any text fit for one line of the log, with e-mail addresses masked: `a***@e***.org`.
final class LogText {

  private static final String HIDDEN = "***";
  private static final String CUT = "…";

  private LogText() {}

  /// Appends a text as it is, but for line breaks, which become `\n`, and other control characters,
  /// which become `?`; a tab stays.
  static void plain(String text, StringBuilder line) {
    var masked = masked(text);
    for (var i = 0; i < masked.length(); i++) {
      var c = masked.charAt(i);
      if (c == '\n' || c == '\r') {
        line.append("\\n");
        i += c == '\r' && i + 1 < masked.length() && masked.charAt(i + 1) == '\n' ? 1 : 0;
      } else {
        line.append(isControl(c) && c != '\t' ? '?' : c);
      }
    }
  }

  /// Appends a text as a JSON string.
  static void quoted(String text, StringBuilder line) {
    var masked = masked(text);
    line.append('"');
    for (var i = 0; i < masked.length(); i++) {
      var c = masked.charAt(i);
      switch (c) {
        case '"', '\\' -> line.append('\\').append(c);
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        default -> {
          if (isControl(c) || (Character.isSurrogate(c) && !isPaired(masked, i))) {
            line.append(String.format("\\u%04x", (int) c));
          } else {
            line.append(c);
          }
        }
      }
    }
    line.append('"');
  }

  private static boolean isControl(char c) {
    return c < ' ' || c == 0x7f || c == 0x85 || c == 0x2028 || c == 0x2029;
  }

  private static boolean isPaired(CharSequence text, int at) {
    var c = text.charAt(at);
    return Character.isHighSurrogate(c)
        ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
        : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
  }

  private static CharSequence masked(String text) {
    var cut =
        text.length() <= LineEncoder.LONGEST ? text : text.substring(0, LineEncoder.LONGEST) + CUT;
    if (cut.indexOf('@') < 0) {
      return cut;
    }
    var line = new StringBuilder(cut);
    for (var at = line.lastIndexOf("@"); at >= 0; at = line.lastIndexOf("@", at - 1)) {
      maskAround(line, at);
    }
    return line;
  }

  /// Keeps of `local@domain.tld` the first letter of both parts, and what follows the last dot.
  private static void maskAround(StringBuilder line, int at) {
    var start = at;
    while (start > 0 && isAddressPart(line.charAt(start - 1))) {
      start--;
    }
    var end = at + 1;
    while (end < line.length() && isAddressPart(line.charAt(end))) {
      end++;
    }
    if (start == at || isHash(line, at + 1, end)) {
      return;
    }
    var dot = line.lastIndexOf(".", end - 2);
    if (end - at > 2) {
      line.replace(at + 2, dot > at ? dot : end, HIDDEN);
    }
    line.replace(start + 1, at, HIDDEN);
  }

  /// Tells an object's default text, `Context@1f2e`, from an address.
  private static boolean isHash(CharSequence line, int from, int to) {
    return from == to
        || line.subSequence(from, to).chars().allMatch(c -> Character.digit(c, 16) >= 0);
  }

  private static boolean isAddressPart(char letter) {
    return letter > ' ' && "<>()[]{}\"',;:=/@".indexOf(letter) < 0;
  }
}
