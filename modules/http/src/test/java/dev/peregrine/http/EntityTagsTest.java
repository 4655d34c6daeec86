package dev.peregrine.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {

  @ParameterizedTest
  @ValueSource(strings = {"\"7\"", "W/\"7\"", "\"a\", \"7\"", "\"x\",W/\"7-gzip\"", "*", " * "})
  void a_known_tag_matches_in_any_form(String header) {
    assertThat(EntityTags.weak(header).matches("7")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"7", "\"70\"", "\"7", "", ",,,", "W/7", "\"-7\"", "garbage"})
  void anything_else_is_present_and_matches_nothing(String header) {
    assertThat(EntityTags.weak(header).present()).isTrue();
    assertThat(EntityTags.weak(header).matches("7")).isFalse();
  }

  @Test
  void a_strong_comparison_refuses_weak_tags() {
    assertThat(EntityTags.strong("W/\"7\"").matches("7")).isFalse();
    assertThat(EntityTags.strong("\"7-gzip\"").matches("7")).isTrue();
    assertThat(EntityTags.strong("\"a,b\", \"7\"").tags()).containsExactly("a,b", "7");
  }

  @Test
  void an_absent_header_is_not_present() {
    assertThat(EntityTags.weak(null).present()).isFalse();
    assertThat(EntityTags.weak(null).matches("7")).isFalse();
  }
}
