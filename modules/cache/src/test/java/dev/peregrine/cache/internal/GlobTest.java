package dev.peregrine.cache.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.cache.Selection;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource(
      value = {
        "tenant:9:*  | tenant:9:1        | true",
        "tenant:9:*  | tenant:9:         | true",
        "tenant:9:*  | tenant:91:1       | false",
        "*:eu        | shop:7:eu         | true",
        "*:eu        | shop:7:eu:1       | false",
        "a*b*c       | aXbYbZc           | true",
        "a*b*c       | acb               | false",
        "?           | 🦅                | true",
        "?           | ab                | false",
        "7           | 7                 | true",
        "7           | 77                | false",
        "*           | anything at all   | true",
        "***         | anything at all   | true",
        "a\\*b       | a*b               | true",
        "a\\*b       | aXb               | false",
        "a\\\\b      | a\\b              | true",
        "[ab].+      | a                 | false",
        "[ab].+      | [ab].+            | true",
      },
      delimiter = '|')
  void a_pattern_means_what_it_says(String pattern, String text, boolean expected) {
    assertThat(new Glob(pattern).matches(text)).isEqualTo(expected);
  }

  @Test
  void it_agrees_with_regular_expressions() {
    var random = new SplittableRandom(7);
    for (var round = 0; round < 20_000; round++) {
      var pattern = random(random, "ab*?", 12);
      var text = random(random, "ab", 14);
      var expected =
          Pattern.compile(pattern.replace("*", ".*").replace('?', '.')).matcher(text).matches();

      assertThat(new Glob(pattern).matches(text)).as("%s ~ %s", pattern, text).isEqualTo(expected);
    }
  }

  @Test
  void it_agrees_with_regular_expressions_where_bits_cross_words() {
    var random = new SplittableRandom(8);
    for (var round = 0; round < 2_000; round++) {
      var start = "a".repeat(50 + random.nextInt(20));
      var pattern = start + random(random, "ab*?", 20) + "b".repeat(random.nextInt(70));
      var text = start + random(random, "ab", 30) + "b".repeat(random.nextInt(80));
      var expected =
          Pattern.compile(pattern.replaceAll("\\*+", ".*").replace('?', '.'))
              .matcher(text)
              .matches();

      assertThat(new Glob(pattern).matches(text)).as("%s ~ %s", pattern, text).isEqualTo(expected);
    }
  }

  // A matcher that goes back at each star would not live to see the end of the first of them.
  @ParameterizedTest
  @ValueSource(strings = {"a*", "*a", "?*", "*aab"})
  void no_pattern_makes_it_slow(String part) {
    var bomb = part.repeat(Selection.MAX_PATTERN_LENGTH / part.length() - 1) + "!";
    var key = "a".repeat(Selection.MAX_KEY_BYTES);

    var matched =
        Assertions.assertTimeoutPreemptively(
            Duration.ofSeconds(10),
            () -> {
              var glob = new Glob(bomb);
              var any = false;
              for (var round = 0; round < 100; round++) {
                any |= glob.matches(key);
              }
              return any;
            });

    assertThat(matched).isFalse();
  }

  @Test
  void a_literal_matches_itself_alone() {
    var hostile = "a*b?c\\d";

    assertThat(new Glob(Glob.literal(hostile)).matches(hostile)).isTrue();
    assertThat(new Glob(Glob.literal(hostile)).matches("aXb?c\\d")).isFalse();
    assertThat(new Glob(Selection.Pattern.beginningWith("a*").text()).matches("a*b")).isTrue();
    assertThat(new Glob(Selection.Pattern.beginningWith("a*").text()).matches("ab")).isFalse();
  }

  @Test
  void bad_patterns_are_refused_and_not_repeated() {
    assertThatThrownBy(() -> new Selection.Pattern(""))
        .hasMessage("cache pattern: empty or too long (expected: 1 to 1024 bytes of UTF-8)");
    assertThatThrownBy(() -> new Selection.Pattern("*".repeat(257)))
        .hasMessage("cache pattern: 257 characters (expected: 1 to 256)");
    assertThatThrownBy(() -> new Selection.Pattern("ends with \\"))
        .hasMessageContaining("a character after it");
    assertThatThrownBy(() -> new Selection.Pattern("half \ud83e")).hasMessageContaining("UTF-8");
  }

  @Test
  void keys_and_tags_have_bounds() {
    assertThat(new Selection.Key("k".repeat(1_024)).text()).hasSize(1_024);
    assertThat(new Selection.Key("\0\n /%*?").text()).hasSize(7);
    assertThatThrownBy(() -> new Selection.Key("k".repeat(1_025)))
        .hasMessageContaining("1 to 1024");
    assertThatThrownBy(() -> new Selection.Key("ß".repeat(513))).hasMessageContaining("1 to 1024");
    assertThatThrownBy(() -> new Selection.Key("")).hasMessageContaining("empty");
    assertThatThrownBy(() -> new Selection.Key("half \ud83e")).hasMessageContaining("UTF-8");
    assertThatThrownBy(() -> new Selection.Tag("t".repeat(129))).hasMessageContaining("1 to 128");
    assertThatThrownBy(() -> new Selection.Tag("")).hasMessageContaining("empty");
  }

  private static String random(SplittableRandom random, String letters, int longest) {
    var text = new StringBuilder();
    for (var left = 1 + random.nextInt(longest); left > 0; left--) {
      text.append(letters.charAt(random.nextInt(letters.length())));
    }
    return text.toString();
  }
}
