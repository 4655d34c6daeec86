package dev.peregrine.cache.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentsTest {

  private static final long SEED = 20_260_131;
  private static final int ROUNDS = 20_000;
  private static final String LETTERS = "0123456789-:.TZ+ ٣";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-01-31T12:34:56Z",
        "2024-02-29T00:00:00.1Z",
        "0000-01-01T23:59:59.123456789Z",
        "9999-12-31T23:59:59.000000001Z",
        "+10000-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z",
        "2026-01-31T24:00:00Z"
      })
  void it_reads_as_the_runtime_does(String text) {
    assertThat(Moments.parse(text)).isEqualTo(Instant.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Z",
        "2026-01-31T12:34:56",
        "2026-01-31T12:34Z",
        "2026-02-29T12:34:56Z",
        "2026-13-01T12:34:56Z",
        "2026-01-00T12:34:56Z",
        "2026-01-31T25:00:00Z",
        "2026-01-31T12:60:00Z",
        "2026-01-31T12:34:61Z",
        "2026-01-31T12:34:56.1234567890Z",
        "2026-01-31T12:34:56Z ",
        "2026/01/31T12:34:56Z",
        "2026-01-31T12:34:5\u0663Z"
      })
  void it_refuses_as_the_runtime_does(String text) {
    assertThatThrownBy(() -> Moments.parse(text)).isInstanceOf(DateTimeException.class);
  }

  @Test
  void random_changes_read_as_the_runtime_reads_them() {
    var random = new SplittableRandom(SEED);
    for (var round = 0; round < ROUNDS; round++) {
      var seconds = random.nextLong(-62_167_219_200L, 253_402_300_800L);
      var nanos = random.nextBoolean() ? 0 : random.nextInt(1_000_000_000);
      var text = new StringBuilder(Instant.ofEpochSecond(seconds, nanos).toString());
      if (random.nextBoolean()) {
        var at = random.nextInt(text.length());
        text.setCharAt(at, LETTERS.charAt(random.nextInt(LETTERS.length())));
      }

      assertThat(read(Moments::parse, text.toString()))
          .as("seed %s, round %s: %s", SEED, round, text)
          .isEqualTo(read(Instant::parse, text.toString()));
    }
  }

  private static String read(java.util.function.Function<String, Instant> parser, String text) {
    try {
      return parser.apply(text).toString();
    } catch (DateTimeException refusal) {
      return "refused";
    }
  }
}
