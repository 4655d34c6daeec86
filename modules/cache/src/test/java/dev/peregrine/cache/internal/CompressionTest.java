package dev.peregrine.cache.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompressionTest {

  private static final int FROM = 1_024;
  private static final long SEED = 20_260_131;
  private static final int ROUNDS = 2_000;
  private static final Buffer LARGE = Buffer.buffer("{\"name\":\"value\"},".repeat(1_000));

  private final Compression compression = new Compression(FROM);
  private final SplittableRandom random = new SplittableRandom(SEED);

  @Test
  void what_is_large_becomes_smaller() {
    var packed = compression.pack(LARGE);

    assertThat(packed.length()).isLessThan(LARGE.length() / 10);
    assertThat(Compression.unpack(packed, LARGE.length())).isEqualTo(LARGE);
  }

  @Test
  void what_is_small_stays_as_it_is() {
    for (var length : new int[] {0, 1, FROM - 1}) {
      var plain = LARGE.getBuffer(0, length);
      var packed = compression.pack(plain);

      assertThat(packed).isEqualTo(Buffer.buffer(new byte[] {0}).appendBuffer(plain));
      assertThat(Compression.unpack(packed, length)).isEqualTo(plain);
    }
    assertThat(compression.pack(LARGE.getBuffer(0, FROM)).length()).isLessThan(FROM);
  }

  @Test
  void what_hardly_shrinks_stays_as_it_is() {
    var noise = new byte[20_000];
    random.nextBytes(noise);
    var hardly = Buffer.buffer(noise).appendBytes(new byte[1_500]);
    var enough = Buffer.buffer(noise).appendBytes(new byte[3_000]);

    assertThat(compression.pack(hardly).length()).isEqualTo(1 + hardly.length());
    assertThat(compression.pack(enough).length()).isLessThan(enough.length() * 9 / 10);
  }

  @Test
  void random_values_come_back_as_they_were() {
    for (var round = 0; round < ROUNDS; round++) {
      var plain = new byte[random.nextInt(8_192)];
      random.nextBytes(plain);
      for (var at = 0; at < plain.length; at++) {
        plain[at] %= (byte) (1 + round % 100);
      }

      var unpacked = Compression.unpack(compression.pack(Buffer.buffer(plain)), plain.length);

      assertThat(unpacked.getBytes()).as("seed %s, round %s", SEED, round).isEqualTo(plain);
    }
  }

  @Test
  void what_is_larger_than_allowed_is_not_inflated() {
    var plain = compression.pack(LARGE.getBuffer(0, 100));
    var bomb = compression.pack(Buffer.buffer(new byte[64 << 20]));
    var liar = bomb.copy().setInt(1, 1_000);

    assertThat(bomb.length()).isLessThan(1 << 20);
    assertThatThrownBy(() -> Compression.unpack(plain, 99)).hasMessageContaining("larger");
    assertThatThrownBy(() -> Compression.unpack(bomb, 1 << 20)).hasMessageContaining("larger");
    assertThatThrownBy(() -> Compression.unpack(liar, 1 << 20)).hasMessageContaining("size");
  }

  @Test
  void what_was_not_packed_here_is_refused() {
    var packed = compression.pack(LARGE);

    for (var length = 0; length < packed.length(); length++) {
      refused(packed.getBuffer(0, length));
    }
    refused(packed.copy().appendByte((byte) 0));
    refused(packed.copy().setInt(1, -1));
    refused(packed.copy().setInt(1, LARGE.length() + 1));
    refused(packed.copy().setInt(1, LARGE.length() - 1));
    refused(packed.copy().setInt(1, 0));
    refused(Buffer.buffer(new byte[] {2, 0, 0, 0, 1, 0}));
    refused(Buffer.buffer(new byte[] {1, 0, 0, 0, 0}));
  }

  /// A few bits, between the last block and the check sum, mean nothing.
  @Test
  void no_changed_bit_changes_the_value() {
    var packed = compression.pack(LARGE);

    for (var bit = 8; bit < 8 * packed.length(); bit++) {
      var changed = packed.copy();
      changed.setByte(bit / 8, (byte) (changed.getByte(bit / 8) ^ 1 << bit % 8));
      try {
        assertThat(Compression.unpack(changed, 1 << 20)).as("bit %s", bit).isEqualTo(LARGE);
      } catch (IllegalArgumentException refusal) {
        assertThat(refusal).hasMessageContaining("(expected: ");
      }
    }
  }

  @Test
  void random_bytes_are_refused_and_do_no_harm() {
    for (var round = 0; round < ROUNDS; round++) {
      var bytes = new byte[1 + random.nextInt(64)];
      random.nextBytes(bytes);
      bytes[0] = (byte) (1 + random.nextInt(255));
      refused(Buffer.buffer(bytes));
    }
  }

  @Test
  void it_works_on_several_threads_at_once() {
    var failed =
        IntStream.range(0, ROUNDS)
            .parallel()
            .filter(number -> {
              var plain = Buffer.buffer(("{\"number\":" + number + "},").repeat(200));
              return !Compression.unpack(compression.pack(plain), plain.length()).equals(plain);
            })
            .count();

    assertThat(failed).isZero();
  }

  private static void refused(Buffer packed) {
    assertThatThrownBy(() -> Compression.unpack(packed, 1 << 20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(expected: ");
  }
}
