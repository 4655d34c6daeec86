package dev.peregrine.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class NegotiationTest {

  private static final List<Coding> CODINGS = List.of(Coding.values());
  private static final List<String> OFFERS = List.of("application/json", "text/plain");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gzip | GZIP | true",
        "GZIP;Q=0.5 | GZIP | true",
        "x-gzip | GZIP | true",
        "gzip, deflate, br, zstd | ZSTD | true",
        "gzip, deflate, br | BR | true",
        "gzip;q=1.0, br;q=0.9, zstd;q=0.8 | GZIP | true",
        "* | ZSTD | true",
        "zstd;q=0, * | BR | true",
        "deflate, gzip;q=0.8, *;q=0.1 | GZIP | true",
        "gzip;q=0.5, identity | | true",
        "gzip;q=0 | | true",
        "deflate, sdch, garbage | | true",
        "'' | | true",
        "gzip;q=2, br;q=-1, zstd;q=1.0001 | | true",
        "gzip;q=abc, ;;;,=, | | true",
        "identity;q=0, gzip | GZIP | false",
        "*;q=0, gzip;q=0.001 | GZIP | false",
        "identity;q=0 | | false",
        "identity;q=0, *;q=0 | | false",
        "*;q=0 | | false",
        "gzip;q=0, identity;q=0 | | false",
      })
  void a_coding_is_chosen_by_its_weight(String header, Coding coding, boolean plainToo) {
    assertThat(Negotiated.of(header, CODINGS)).isEqualTo(new Negotiated(coding, plainToo));
  }

  @Test
  void without_a_header_nothing_is_coded() {
    assertThat(Negotiated.of(null, CODINGS)).isEqualTo(new Negotiated(null, true));
  }

  @Test
  void of_a_hundred_codings_the_last_are_not_read() {
    var many = "x-any, ".repeat(100) + "gzip";

    assertThat(Negotiated.of(many, CODINGS)).isEqualTo(new Negotiated(null, true));
  }

  @Test
  void what_is_not_there_is_not_chosen() {
    assertThat(Negotiated.of("zstd, gzip;q=0.1", List.of(Coding.GZIP)))
        .isEqualTo(new Negotiated(Coding.GZIP, true));
    assertThat(Coders.loads(Coding.BR, NegotiationTest::loadNothing)).isFalse();
    assertThat(Coders.offered()).containsExactly(Coding.ZSTD, Coding.BR, Coding.GZIP);
  }

  private static void loadNothing() {
    throw new UnsatisfiedLinkError("there is none for this platform");
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
