package dev.peregrine.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedTextTest {

  private static final String TEXT = "Žofie: a:b\n%";

  private final SignedText texts = of("0123456789abcdef");

  private static SignedText of(String key) {
    return new SignedText(key.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {TEXT, "x", "\0", "🦅"})
  void a_text_comes_back_as_it_was_written(String text) {
    assertThat(texts.read("list", texts.write("list", text))).contains(text);
  }

  @Test
  void a_text_is_of_no_use_for_another_purpose_or_another_key() {
    assertThat(texts.read("lists", texts.write("list", TEXT))).isEmpty();
    assertThat(of("fedcba9876543210").read("list", texts.write("list", TEXT))).isEmpty();
  }

  @Test
  void a_purpose_cannot_be_carried_over_into_the_text() {
    assertThat(texts.read("a", texts.write("a\0b", "c"))).isEmpty();
    assertThat(texts.read("a\0b", texts.write("a", "b\0c"))).isEmpty();
  }

  @Test
  void a_text_with_any_character_changed_or_cut_off_is_refused() {
    var written = texts.write("list", TEXT);
    for (var i = 0; i < written.length() - 1; i++) {
      var other = written.charAt(i) == 'A' ? 'B' : 'A';
      var forged = written.substring(0, i) + other + written.substring(i + 1);

      assertThat(texts.read("list", forged)).as("changed at %s", i).isEmpty();
      assertThat(texts.read("list", written.substring(0, i))).as("cut at %s", i).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "=", "%%%", "abc", "AAAAAAAAAAAAAAAAAAAAAAAA", "ÄÖÜ"})
  void what_was_never_written_is_refused(String text) {
    assertThat(texts.read("list", text)).isEmpty();
  }

  @Test
  void what_is_too_long_is_not_read() {
    assertThat(texts.read("list", texts.write("list", "x".repeat(2_000)))).isEmpty();
  }
}
