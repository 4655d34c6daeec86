package dev.peregrine.persistence.internal;

/// Turns what a foreign server said into one short line that names nobody.
public final class PlainText {

  /// The most that is kept, in characters.
  public static final int MAX_LENGTH = 500;

  /// What is looked at before masking; a mask may shorten the text.
  private static final int MAX_READ = 4 * MAX_LENGTH;

  private static final String HIDDEN = "***";

  private PlainText() {}

  /// Returns the text in one line, with its e-mail addresses masked, cut to [#MAX_LENGTH].
  ///
  /// @param text anything
  public static String of(String text) {
    var line = new StringBuilder(oneLine(text));
    for (var at = line.lastIndexOf("@"); at >= 0; at = line.lastIndexOf("@", at - 1)) {
      maskAround(line, at);
    }
    return line.substring(0, Math.min(line.length(), MAX_LENGTH));
  }

  private static String oneLine(String text) {
    return text.substring(0, Math.min(text.length(), MAX_READ))
        .codePoints()
        .map(one -> isBreakOrControl(one) ? ' ' : one)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString()
        .strip();
  }

  private static boolean isBreakOrControl(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
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
    var dot = line.lastIndexOf(".", end - 2);
    if (end - at > 2) {
      line.replace(at + 2, dot > at ? dot : end, HIDDEN);
    }
    if (start < at) {
      line.replace(start + 1, at, HIDDEN);
    }
  }

  private static boolean isAddressPart(char letter) {
    return letter > ' ' && "<>()[]\"',;:@".indexOf(letter) < 0;
  }
}
