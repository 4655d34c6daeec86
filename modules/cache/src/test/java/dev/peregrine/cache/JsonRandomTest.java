package dev.peregrine.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.cache.EveryType.Missing;
import dev.peregrine.cache.EveryType.Numbers;
import dev.peregrine.cache.EveryType.Texts;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Records come back as they were, whatever is in them.
class JsonRandomTest {

  private static final long SEED = 20_260_131;
  private static final int ROUNDS = 2_000;

  private final SplittableRandom random = new SplittableRandom(SEED);

  @Test
  void random_records_come_back_as_they_were() {
    var numbers = JsonCodec.of(Numbers.class);
    var missing = JsonCodec.of(Missing.class);
    var texts = JsonCodec.of(Texts.class);
    var instants = JsonCodec.of(Moment.class);

    for (var round = 0; round < ROUNDS; round++) {
      var number = numbers();
      assertThat(numbers.decode(numbers.encode(number))).as(seed(round)).isEqualTo(number);
      var maybe = missing(3);
      assertThat(missing.decode(missing.encode(maybe))).as(seed(round)).isEqualTo(maybe);
      var text = texts();
      assertThat(texts.decode(texts.encode(text))).as(seed(round)).isEqualTo(text);
      var moment = new Moment(instant(), Duration.ofSeconds(random.nextLong(), random.nextInt()));
      assertThat(instants.decode(instants.encode(moment))).as(seed(round)).isEqualTo(moment);
    }
  }

  private record Moment(Instant instant, Duration duration) {}

  private static String seed(int round) {
    return "seed " + SEED + ", round " + round;
  }

  private Instant instant() {
    var seconds =
        random.nextBoolean()
            ? random.nextLong(-70_000_000_000L, 300_000_000_000L)
            : random.nextLong(Instant.MIN.getEpochSecond(), Instant.MAX.getEpochSecond());
    var nanos =
        switch (random.nextInt(4)) {
          case 0 -> 0;
          case 1 -> random.nextInt(1_000) * 1_000_000;
          case 2 -> random.nextInt(1_000_000) * 1_000;
          default -> random.nextInt(1_000_000_000);
        };
    return Instant.ofEpochSecond(seconds, nanos);
  }

  private Numbers numbers() {
    var letter = (char) random.nextInt();
    return new Numbers(
        (byte) random.nextInt(),
        (byte) random.nextInt(),
        (short) random.nextInt(),
        (short) random.nextInt(),
        random.nextInt(),
        random.nextInt(),
        random.nextLong(),
        random.nextLong() >> random.nextInt(64),
        Float.intBitsToFloat(random.nextInt()),
        (float) random.nextInt(100) / 10,
        Double.longBitsToDouble(random.nextLong()),
        random.nextDouble(),
        random.nextBoolean(),
        random.nextBoolean(),
        letter,
        letter);
  }

  private Texts texts() {
    return new Texts(
        text(),
        new BigDecimal(new BigInteger(bytes()), random.nextInt(-1_000, 1_001)),
        new BigInteger(bytes()),
        new UUID(random.nextLong(), random.nextLong()),
        URI.create("https://example.org/" + random.nextLong()));
  }

  private byte[] bytes() {
    var bytes = new byte[1 + random.nextInt(400)];
    random.nextBytes(bytes);
    return bytes;
  }

  private String text() {
    return random
        .ints(random.nextInt(300), 0, Character.MAX_CODE_POINT + 1)
        .map(point -> random.nextBoolean() ? point % 128 : point)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /// Keys hold whole characters only.
  private String key() {
    return text().replaceAll("\\p{Cs}", "");
  }

  private Missing missing(int depth) {
    var texts = new ArrayList<@Nullable String>();
    var longs = new LinkedHashMap<String, @Nullable Long>();
    var nested = new LinkedHashSet<List<Optional<Byte>>>();
    for (var count = random.nextInt(4); count > 0; count--) {
      texts.add(maybe(this::text));
      longs.put(key(), maybe(random::nextLong));
      nested.add(List.of(Optional.ofNullable(maybe(() -> (byte) random.nextInt()))));
    }
    return new Missing(
        maybe(this::text),
        maybe(random::nextInt),
        depth == 0 ? Optional.empty() : Optional.ofNullable(maybe(() -> missing(depth - 1))),
        random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt()),
        random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextLong()),
        random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(random.nextDouble()),
        texts,
        longs,
        nested);
  }

  private <T> @Nullable T maybe(Supplier<T> supplier) {
    return random.nextBoolean() ? null : supplier.get();
  }
}
