package dev.peregrine.cache.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EntryFormatTest {

  private static final int SCHEMA = 7;
  private static final Optional<Buffer> VALUE = Optional.of(Buffer.buffer("value"));

  @Test
  void an_entry_comes_back_as_it_was_written() {
    var entry =
        new EntryFormat.Decoded(
            VALUE,
            Set.of("a", "größe 🦅"),
            new EntryFormat.Times(Long.MAX_VALUE, 1_764_000_000_000L, 60_000, 50_000));

    assertThat(EntryFormat.decode(EntryFormat.encode(entry, SCHEMA), SCHEMA)).contains(entry);
  }

  @Test
  void nothing_is_told_from_an_empty_value() {
    var nothing = encoded(Optional.empty());
    var empty = encoded(Optional.of(Buffer.buffer()));

    assertThat(EntryFormat.decode(nothing, SCHEMA).orElseThrow().value()).isEmpty();
    assertThat(EntryFormat.decode(empty, SCHEMA).orElseThrow().value()).isPresent();
  }

  @Test
  void another_schema_is_not_an_entry() {
    assertThat(EntryFormat.decode(encoded(VALUE), SCHEMA + 1)).isEmpty();
  }

  @Test
  void an_entry_cut_off_before_its_value_is_none() {
    var entry = encoded(Optional.empty());

    for (var length = 0; length < entry.length(); length++) {
      assertThat(EntryFormat.decode(entry.getBuffer(0, length), SCHEMA))
          .as("%s bytes", length)
          .isEmpty();
    }
  }

  private static Buffer encoded(Optional<Buffer> value) {
    return EntryFormat.encode(
        new EntryFormat.Decoded(value, Set.of("tag", "other"), new EntryFormat.Times(1, 0, 2, 1)),
        SCHEMA);
  }

  @Test
  void random_bytes_are_no_entry_and_do_no_harm() {
    var random = new SplittableRandom(1);
    for (var i = 0; i < 10_000; i++) {
      var bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      if (bytes.length > 0) {
        bytes[0] = 0;
      }

      assertThat(EntryFormat.decode(Buffer.buffer(bytes), SCHEMA)).isEmpty();
    }
  }

  @Test
  void a_position_is_a_stream_id_in_one_number() {
    assertThat(LogPosition.format(LogPosition.parse("1764000000000-17")))
        .isEqualTo("1764000000000-17");
    assertThat(LogPosition.parse("1764000000000-18"))
        .isGreaterThan(LogPosition.parse("1764000000000-17"));
    assertThat(LogPosition.parse("1764000000001-0"))
        .isGreaterThan(LogPosition.parse("1764000000000-99"));
  }
}
