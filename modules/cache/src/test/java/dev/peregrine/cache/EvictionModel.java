package dev.peregrine.cache;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// What evictions mean, written down as simply as can be: a list of keys with their tags, and a
/// matcher that tries everything. Keys, tags and patterns are drawn from characters that mean
/// something to somebody.
final class EvictionModel {

  private static final List<String> CHARACTERS =
      List.of(
          "a",
          "b",
          "A",
          "0",
          ":",
          "*",
          "?",
          "\\",
          "[",
          "]",
          "^",
          "{",
          "}",
          "%",
          " ",
          "\0",
          "\t",
          "\r\n",
          "\"",
          "'",
          "$1",
          "é",
          "e\u0301",
          "ß",
          "\u00a0",
          "\u200b",
          "\ufeff",
          "\uffff",
          "\uD83D\uDE00",
          "\uD834\uDD1E");
  private static final int KEYS = 16;
  private static final int TAGS = 4;

  private final Random random;
  private final List<String> tags = new ArrayList<>();
  private final Map<String, Set<String>> keys = new HashMap<>();

  EvictionModel(Random random) {
    this.random = random;
    while (tags.size() < TAGS) {
      tags.add(word(3));
    }
    while (keys.size() < KEYS) {
      var with = new HashSet<String>();
      for (var n = random.nextInt(3); n > 0; n--) {
        with.add(any(tags));
      }
      keys.put(word(5), with);
    }
  }

  Set<String> keys() {
    return keys.keySet();
  }

  Set<String> tagsOf(String key) {
    return keys.getOrDefault(key, Set.of());
  }

  Selection selection() {
    return switch (random.nextInt(9)) {
      case 0, 1 -> new Selection.Key(any(List.copyOf(keys())));
      case 2, 3 -> new Selection.Tag(any(tags));
      case 4, 5 -> Selection.Pattern.beginningWith(beginning(any(List.copyOf(keys()))));
      case 6, 7 -> new Selection.Pattern(pattern(any(List.copyOf(keys()))));
      default -> new Selection.Everything();
    };
  }

  boolean means(Selection selection, String key) {
    return switch (selection) {
      case Selection.Key(var text) -> text.equals(key);
      case Selection.Tag(var name) -> tagsOf(key).contains(name);
      case Selection.Pattern(var text) ->
          matches(text.codePoints().toArray(), key.codePoints().toArray(), 0, 0);
      case Selection.Everything() -> true;
    };
  }

  private static boolean matches(int[] pattern, int[] text, int at, int in) {
    if (at == pattern.length) {
      return in == text.length;
    }
    return switch (pattern[at]) {
      case '*' ->
          matches(pattern, text, at + 1, in)
              || (in < text.length && matches(pattern, text, at, in + 1));
      case '?' -> in < text.length && matches(pattern, text, at + 1, in + 1);
      case '\\' ->
          in < text.length && text[in] == pattern[at + 1] && matches(pattern, text, at + 2, in + 1);
      default ->
          in < text.length && text[in] == pattern[at] && matches(pattern, text, at + 1, in + 1);
    };
  }

  private String word(int most) {
    var word = new StringBuilder();
    for (var n = 1 + random.nextInt(most); n > 0; n--) {
      word.append(any(CHARACTERS));
    }
    return word.toString();
  }

  private String beginning(String key) {
    var characters = key.codePointCount(0, key.length());
    return key.substring(0, key.offsetByCodePoints(0, 1 + random.nextInt(characters)));
  }

  /// A key with some of its characters made wild, and more put in.
  private String pattern(String key) {
    var pattern = new StringBuilder();
    key.codePoints()
        .forEach(character -> {
          switch (random.nextInt(5)) {
            case 0 -> pattern.append('?');
            case 1 -> pattern.append('*');
            case 2 -> pattern.append('*').append('\\').appendCodePoint(character);
            default -> pattern.append('\\').appendCodePoint(character);
          }
        });
    return pattern.toString();
  }

  private String any(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}
