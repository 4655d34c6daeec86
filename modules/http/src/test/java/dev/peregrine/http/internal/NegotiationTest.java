package dev.peregrine.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class NegotiationTest {

  private static final List<String> OFFERS = List.of("application/json", "text/plain");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | GZIP",
        "GZIP;Q=0.5 | GZIP",
        "x-gzip | GZIP",
        "* | GZIP",
        "br, deflate, gzip;q=0.8, *;q=0.1 | GZIP",
        "gzip;q=0.5, identity | IDENTITY",
        "gzip;q=0 | IDENTITY",
        "br | IDENTITY",
        "'' | IDENTITY",
        "gzip;q=2 | IDENTITY",
        "gzip;q=abc, ;;;,=, | IDENTITY",
        "identity;q=0, gzip | ONLY_GZIP",
        "*;q=0, gzip;q=0.001 | ONLY_GZIP",
        "identity;q=0, *;q=0 | NONE",
        "*;q=0 | NONE",
        "gzip;q=0, identity;q=0 | NONE",
      })
  void a_coding_is_chosen_by_its_weight(String header, Coding expected) {
    assertThat(Coding.of(header)).isEqualTo(expected);
  }

  @Test
  void without_a_header_nothing_is_coded() {
    assertThat(Coding.of(null)).isEqualTo(Coding.IDENTITY);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "*/*",
        "application/json",
        "application/*",
        "text/html, */*;q=0.1",
        "APPLICATION/JSON; charset=utf-8",
        "text/plain;q=0.5, application/json",
        "garbage",
        ""
      })
  void json_is_given_to_whoever_takes_it(String accept) {
    assertThat(MediaTypes.choose(accept, OFFERS)).isEqualTo("application/json");
  }

  @Test
  void the_heavier_type_wins_and_the_specific_range_decides() {
    assertThat(MediaTypes.choose("text/plain, application/json;q=0.9", OFFERS))
        .isEqualTo("text/plain");
    assertThat(MediaTypes.choose("application/json;q=0, */*", OFFERS)).isEqualTo("text/plain");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/html", "application/json;q=0", "*/*;q=0", "image/*"})
  void who_takes_nothing_is_given_nothing(String accept) {
    assertThat(MediaTypes.choose(accept, List.of("application/json"))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "application/json | application/json",
        "Application/JSON ; Charset=\"UTF-8\" | application/json",
        "application/json;charset=utf-8;v=1 | application/json",
      })
  void a_body_type_is_read_without_its_parameters(String header, String expected) {
    assertThat(MediaTypes.ofBody(header)).isEqualTo(expected);
  }

  @Test
  void another_charset_is_not_taken() {
    assertThat(MediaTypes.ofBody("application/json; charset=utf-16")).isNull();
  }
}
