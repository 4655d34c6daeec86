package dev.peregrine.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {

  @Test
  void a_scope_is_one_word() {
    assertThat(Access.scope("customers:read")).isEqualTo(new Access.Bearer("customers:read"));
    assertThat(Access.scope("ops")).isNotEqualTo(Access.PUBLIC);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "two words", "a\"b", "a\\b", "a\nb", "ä"})
  void what_is_no_scope_is_refused(String scope) {
    assertThatThrownBy(() -> Access.scope(scope)).hasMessageContaining("customers:read");
  }
}
