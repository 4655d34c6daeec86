package dev.peregrine.customers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "caf\u00e9", "line\nbreak", "\u0000"})
  void what_a_header_cannot_carry_safely_is_no_key(String text) {
    assertThat(IdempotencyKey.isKey(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"k", "8e03978e-40d5-43dd-bc93-6894a57f9324", "a~!#b"})
  void what_clients_make_up_is_one(String text) {
    assertThat(IdempotencyKey.isKey(text)).isTrue();
  }
}
