package dev.peregrine.launcher.rules;

import java.util.List;
import java.util.regex.Pattern;

/// A comment in a Java file; neighbouring line comments are one each.
///
/// @param line where it starts
/// @param text all of it, with its slashes
record Comment(int line, String text) {

  /// What may hide a slash that starts no comment stands first: text blocks, strings, characters.
  private static final Pattern COMMENT_OR_LITERAL =
      Pattern.compile(
          "\"\"\"[\\s\\S]*?(?<!\\\\)\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*+\"|'(?:\\\\.|[^'\\\\\n])*+'"
              + "|(?<comment>//[^\n]*|/\\*[\\s\\S]*?\\*/)");

  /// Returns the comments of a Java file, in order.
  static List<Comment> in(String java) {
    return COMMENT_OR_LITERAL
        .matcher(java)
        .results()
        .filter(found -> found.group("comment") != null)
        .map(found -> new Comment(lineOf(java, found.start()), found.group("comment")))
        .toList();
  }

  private static int lineOf(String text, int offset) {
    return 1 + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
  }
}
