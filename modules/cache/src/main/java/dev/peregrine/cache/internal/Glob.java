package dev.peregrine.cache.internal;

import dev.peregrine.cache.Selection;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// A compiled pattern. Matching takes a fixed number of steps a character, whatever the pattern.
///
/// All places of the pattern that a text may have reached are bits, moved together (Baeza-Yates and
/// Gonnet 1992). There is nothing to go back to, so no pattern makes it slow.
public final class Glob {

  private static final int ANY = -1;
  private static final int RUN = -2;

  private final long[] runs;
  private final long[] anywhere;
  private final Map<Integer, long[]> byCharacter = new HashMap<>();
  private final int places;

  /// Compiles a pattern.
  ///
  /// @param pattern as [Selection.Pattern] describes it
  Glob(String pattern) {
    var tokens = tokens(pattern);
    places = tokens.length;
    var words = places / Long.SIZE + 1;
    runs = new long[words];
    anywhere = new long[words];
    for (var place = 0; place < places; place++) {
      if (tokens[place] == RUN) {
        set(runs, place);
      } else if (tokens[place] == ANY) {
        set(anywhere, place);
      }
    }
    for (var place = 0; place < places; place++) {
      if (tokens[place] >= 0) {
        set(byCharacter.computeIfAbsent(tokens[place], character -> anywhere.clone()), place);
      }
    }
  }

  /// Checks a pattern.
  ///
  /// @param pattern what is checked
  /// @throws IllegalArgumentException if it is too long or too short, or ends within an escape
  public static void require(String pattern) {
    var longest = Selection.MAX_PATTERN_LENGTH;
    if (pattern.length() > longest) {
      throw new IllegalArgumentException(
          "cache pattern: " + pattern.length() + " characters (expected: 1 to " + longest + ")");
    }
    Texts.require(pattern, "cache pattern", longest * 4);
    var escaped = false;
    for (var i = 0; i < pattern.length(); i++) {
      escaped = !escaped && pattern.charAt(i) == '\\';
    }
    if (escaped) {
      throw new IllegalArgumentException(
          "cache pattern: ends with a backslash (expected: a character after it)");
    }
  }

  /// Returns a text as a pattern that matches nothing else.
  ///
  /// @param text taken literally
  public static String literal(String text) {
    return text.replaceAll("[*?\\\\]", "\\\\$0");
  }

  /// Tells whether every text matches.
  boolean matchesAll() {
    return places == 1 && runs[0] == 1;
  }

  /// Tells whether a text matches.
  boolean matches(String text) {
    var reached = new long[runs.length];
    set(reached, 0);
    skipRuns(reached);
    for (var i = 0; i < text.length(); ) {
      var character = text.codePointAt(i);
      step(reached, byCharacter.getOrDefault(character, anywhere));
      i += Character.charCount(character);
    }
    return (reached[places / Long.SIZE] >>> (places % Long.SIZE) & 1) == 1;
  }

  /// Each place either stays, within a run, or goes on by one that takes the character.
  private void step(long[] reached, long[] takes) {
    var carry = 0L;
    for (var word = 0; word < reached.length; word++) {
      var moved = reached[word] & takes[word];
      var stays = reached[word] & runs[word];
      reached[word] = stays | (moved << 1) | carry;
      carry = moved >>> (Long.SIZE - 1);
    }
    skipRuns(reached);
  }

  /// A run may be empty; no two stand side by side, so once is enough.
  private void skipRuns(long[] reached) {
    var carry = 0L;
    for (var word = 0; word < reached.length; word++) {
      var skipped = reached[word] & runs[word];
      reached[word] |= (skipped << 1) | carry;
      carry = skipped >>> (Long.SIZE - 1);
    }
  }

  private static int[] tokens(String pattern) {
    var tokens = new int[pattern.length()];
    var count = 0;
    for (var i = 0; i < pattern.length(); ) {
      var character = pattern.codePointAt(i);
      i += Character.charCount(character);
      if (character == '*') {
        if (count == 0 || tokens[count - 1] != RUN) {
          tokens[count++] = RUN;
        }
      } else if (character == '?') {
        tokens[count++] = ANY;
      } else if (character == '\\') {
        tokens[count++] = pattern.codePointAt(i);
        i += Character.charCount(pattern.codePointAt(i));
      } else {
        tokens[count++] = character;
      }
    }
    return Arrays.copyOf(tokens, count);
  }

  private static void set(long[] bits, int place) {
    bits[place / Long.SIZE] |= 1L << (place % Long.SIZE);
  }
}
