package dev.peregrine.customers.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferencesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "respond-async",
        "Respond-Async",
        " respond-async ; later",
        "return=minimal, respond-async, wait=10",
        "wait=10,respond-async",
        "respond-async=\"\"",
        "foo=\"a, b\\\" c\", respond-async"
      })
  void whoever_prefers_it_is_heard(String header) {
    assertThat(Preferences.respondAsync(Optional.of(header))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        "=",
        "respond-asynchronously",
        "respond-async=no",
        "foo=\"respond-async\"",
        "foo=\", respond-async, \"",
        "foo=\", respond-async",
        "foo; respond-async",
        "\"\\"
      })
  void what_says_something_else_is_passed_over(String header) {
    assertThat(Preferences.respondAsync(Optional.of(header))).isFalse();
  }

  @Test
  void nothing_prefers_nothing() {
    assertThat(Preferences.respondAsync(Optional.empty())).isFalse();
  }
}
