package dev.peregrine.cache.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class FootprintTest {

  /// A record of the kind that rooms declare.
  public record Open(String text, long number, boolean flag, Optional<BigDecimal> perhaps) {}

  private record Closed(String text) {}

  @Test
  void records_are_counted_with_all_they_refer_to() {
    var value = new Open("abcd", 7, true, Optional.of(BigDecimal.ONE));

    // 12 + 4 + 8 + 1 + 4 -> 32; a text of four -> 24 + 24; an optional -> 16 + 40.
    assertThat(Footprint.of(value, 1)).isEqualTo(32 + 48 + 56);
  }

  @Test
  void wide_text_takes_twice_as_much() {
    assertThat(Footprint.of("x".repeat(100), 0)).isEqualTo(24 + 120);
    assertThat(Footprint.of("ж".repeat(100), 0)).isEqualTo(24 + 216);
  }

  @Test
  void many_are_counted_each() {
    var one = Footprint.of(List.of("a"), 0);
    var hundred = Footprint.of(java.util.Collections.nCopies(100, "a"), 0);

    assertThat(hundred).isBetween(80 * (one - 40), 100 * one);
    assertThat(Footprint.of(Map.of("a", Instant.EPOCH), 0)).isGreaterThan(one);
    assertThat(Footprint.of(Buffer.buffer(new byte[1_000]), 0)).isGreaterThan(1_000);
  }

  @Test
  void what_nobody_may_look_into_counts_as_its_encoded_form() {
    assertThat(Footprint.of(new Closed("abc"), 50)).isEqualTo(114);
    assertThat(Footprint.of(List.of(new Closed("abc")), 50)).isEqualTo(114);
  }

  @Test
  void nothing_takes_nothing_and_deep_nesting_ends() {
    Object nested = List.of();
    for (var i = 0; i < 10_000; i++) {
      nested = List.of(nested);
    }

    assertThat(Footprint.of(null, 0)).isZero();
    assertThat(Footprint.of(Thread.State.NEW, 0)).isZero();
    Assertions.assertThat(Footprint.of(nested, 0)).isPositive();
  }
}
