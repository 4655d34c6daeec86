package dev.peregrine.customers.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.cache.ReadOptions;
import dev.peregrine.cache.Token;
import dev.peregrine.customers.Freshness;
import dev.peregrine.http.Rejection;
import dev.peregrine.persistence.WalPosition;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "1, 2, 3",
    "9223372036854775807, 2147483647, 9223372036854775807",
    "0, 0, 9223372036854775807"
  })
  void a_token_is_short_and_says_what_was_seen(long cache, int timeline, long wal) {
    var seen = new Freshness(cache, timeline, wal);

    var text = Tokens.text(seen);

    assertThat(text).hasSize(28).matches("[A-Za-z0-9_-]+");
    assertThat(Tokens.read(text)).isEqualTo(seen);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        // One letter less, one more, the former version and another one.
        "AgAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AgAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "AQAAAAAAAAAAAAAAAAAAAAA",
        "AwAAAAAAAAAAAAAAAAAAAAAAAAAA",
        // Negative numbers, a byte less behind padding, and what base64 has no place for.
        "Av__________AAAAAQAAAAAAAAAB",
        "AgAAAAAAAAAB_____wAAAAAAAAAB",
        "AgAAAAAAAAABAAAAAf__________",
        "AgAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "AgAAAAAAAAAAAA AAAAAAAAAAAAA",
        "AgAAAAAAAAAAA\u0000AAAAAAAAAAAAAA",
        "AgAAAAAAAAAAAAAAAAAAAAAAAAAA,AgAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void nothing_else_is_one(String text) {
    assertThatThrownBy(() -> Tokens.read(text))
        .isInstanceOf(Rejection.class)
        .hasMessageContaining("400");
  }

  @Test
  void without_a_token_anybody_may_answer() {
    assertThat(Tokens.options(Optional.empty())).isEqualTo(ReadOptions.any());
    assertThat(Tokens.position(Optional.empty())).isEqualTo(WalPosition.ANY);
  }

  @Test
  void what_is_not_known_is_asked_of_the_primary() {
    var unknown = Optional.of(new Freshness(0, 0, Long.MAX_VALUE));

    assertThat(Tokens.options(unknown)).isEqualTo(ReadOptions.bypassed());
    assertThat(Tokens.position(unknown)).isEqualTo(WalPosition.LATEST);
  }

  @Test
  void what_is_known_is_asked_of_who_has_seen_it() {
    var seen = Optional.of(new Freshness(7, 3, 42));

    assertThat(Tokens.options(seen)).isEqualTo(ReadOptions.atLeast(new Token(7)));
    assertThat(Tokens.position(seen)).isEqualTo(new WalPosition(3, 42));
  }

  @Test
  void a_cache_that_could_not_be_told_is_not_asked() {
    var committed = new Freshness(0, 3, 42);

    assertThat(Tokens.told(committed, null)).isEqualTo(committed);
    assertThat(Tokens.told(committed, Token.NONE)).isEqualTo(committed);
    assertThat(Tokens.told(committed, new Token(7))).isEqualTo(new Freshness(7, 3, 42));
  }
}
