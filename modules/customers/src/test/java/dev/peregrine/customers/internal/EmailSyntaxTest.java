package dev.peregrine.customers.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmailSyntaxTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ada@example.org",
        "a.b+tag@sub.example.co",
        "o'brien@example.org",
        "x@1.example",
        "!#$%&'*+/=?^_`{|}~-@example.org"
      })
  void an_address_is_taken(String text) {
    assertThat(EmailSyntax.isAddress(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ada",
        "@example.org",
        "ada@",
        "ada@localhost",
        "ada@example..org",
        "ada@.example.org",
        "ada@example.org.",
        ".ada@example.org",
        "ada.@example.org",
        "a..b@example.org",
        "ada@-example.org",
        "ada@example-.org",
        "ada lovelace@example.org",
        "ada@exa mple.org",
        "ada@example.org\r\nBcc: all@example.org",
        "ada@[127.0.0.1]",
        "\"ada\"@example.org",
        "ada@@example.org",
        "ädä@example.org",
        "ada@exämple.org",
        "Ada <ada@example.org>"
      })
  void what_is_no_address_is_refused(String text) {
    assertThat(EmailSyntax.isAddress(text)).isFalse();
  }

  @Test
  void parts_have_the_lengths_of_the_standard() {
    var local = "a".repeat(64);
    var label = "b".repeat(63);

    assertThat(EmailSyntax.isAddress(local + "@example.org")).isTrue();
    assertThat(EmailSyntax.isAddress(local + "a@example.org")).isFalse();
    assertThat(EmailSyntax.isAddress("a@" + label + ".org")).isTrue();
    assertThat(EmailSyntax.isAddress("a@" + label + "b.org")).isFalse();
    assertThat(EmailSyntax.isAddress(local + "@" + label + "." + label + "." + label + ".org"))
        .isFalse();
  }

  @Test
  void a_hostile_text_costs_no_more_than_its_length() {
    assertThat(EmailSyntax.isAddress("a.".repeat(120) + "@example.org")).isFalse();
  }
}
