package dev.peregrine.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.cache.EveryType.Missing;
import dev.peregrine.cache.EveryType.Moments;
import dev.peregrine.cache.EveryType.Numbers;
import dev.peregrine.cache.EveryType.Texts;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every type that a component may have, at its limits.
class JsonTypesTest {

  private record Pair<A, B>(A first, B second) {}

  private record Generic(
      Pair<String, Long> one, Pair<Pair<Long, Long>, List<? extends Weight>> two) {}

  private record Weight(long grams) {}

  @ParameterizedTest
  @MethodSource
  void limits_come_back_as_they_were(Record value) {
    assertThat(roundTrip(value)).isEqualTo(value);
  }

  static Stream<Record> limits_come_back_as_they_were() {
    return Stream.of(numbers(), texts(), moments(), others()).flatMap(each -> each);
  }

  private static Stream<Record> numbers() {
    byte low = Byte.MIN_VALUE;
    byte one = 1;
    return Stream.of(
        new Numbers(
            low,
            Byte.MAX_VALUE,
            Short.MIN_VALUE,
            Short.MAX_VALUE,
            Integer.MIN_VALUE,
            Integer.MAX_VALUE,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            Float.MIN_VALUE,
            Float.NaN,
            Double.MIN_VALUE,
            Double.NaN,
            true,
            false,
            '\0',
            '\uFFFF'),
        new Numbers(
            one,
            one,
            one,
            (short) 1,
            1,
            1,
            1,
            1L,
            Float.MAX_VALUE,
            -0.0f,
            Double.MAX_VALUE,
            -0.0,
            false,
            true,
            '"',
            '\\'));
  }

  private static Stream<Record> texts() {
    return Stream.of(
        new Texts("", BigDecimal.ZERO, BigInteger.ZERO, new UUID(0, 0), URI.create("")),
        new Texts(
            "\0\u001f\"\\/\u2028 🦅",
            new BigDecimal("-1E+1000"),
            BigInteger.TWO.pow(3_200).subtract(BigInteger.ONE),
            new UUID(-1, -1),
            URI.create("https://example.org/a%20b?c#d")));
  }

  private static Stream<Record> moments() {
    return Stream.of(
        moments(Instant.MIN, LocalDate.MIN, ZoneId.of("Europe/Berlin"), Year.of(-999_999_999)),
        moments(Instant.MAX, LocalDate.MAX, ZoneOffset.UTC, Year.of(12_345)),
        moments(
            Instant.parse("2026-10-25T00:30:00Z"),
            LocalDate.of(2026, 10, 25),
            ZoneId.of("UTC+01:00"),
            Year.of(7)));
  }

  private static Stream<Record> others() {
    return Stream.of(
        new Missing(
            null,
            null,
            Optional.empty(),
            OptionalInt.empty(),
            OptionalLong.empty(),
            OptionalDouble.empty(),
            List.of(),
            Map.of(),
            Set.of()),
        new Generic(new Pair<>("a", 1L), new Pair<>(new Pair<>(2L, 3L), List.of(new Weight(4)))),
        new Floats(0.1f, Float.NEGATIVE_INFINITY, 0.1, Double.POSITIVE_INFINITY));
  }

  private record Floats(float a, Float b, double c, Double d) {}

  private static Moments moments(Instant instant, LocalDate day, ZoneId zone, Year year) {
    var near =
        Instant.ofEpochSecond(Math.clamp(instant.getEpochSecond(), -1_000_000, 1_792_888_200));
    return new Moments(
        instant,
        day,
        LocalTime.MAX,
        day.atTime(1, 2, 3),
        near.atOffset(ZoneOffset.MAX),
        OffsetTime.MIN,
        near.atZone(zone),
        year,
        YearMonth.of(year.getValue(), 2),
        MonthDay.of(2, 29),
        Duration.ofSeconds(Long.MIN_VALUE, 1),
        Period.of(-1, Integer.MAX_VALUE, Integer.MIN_VALUE),
        zone,
        ZoneOffset.ofHoursMinutesSeconds(-3, -2, -1));
  }

  @Test
  void the_order_of_a_collection_is_kept() {
    record Ordered(Set<Integer> set, Map<String, Integer> map) {}
    var set = new LinkedHashSet<Integer>();
    var map = new LinkedHashMap<String, Integer>();
    for (var number = 50; number > 0; number--) {
      set.add(number);
      map.put("k" + number, number);
    }

    var read = (Ordered) roundTrip(new Ordered(set, map));

    assertThat(read.set()).containsExactlyElementsOf(set);
    assertThat(read.map().keySet()).containsExactlyElementsOf(map.keySet());
  }

  @Test
  void bytes_are_written_as_base64() {
    @SuppressWarnings("ArrayRecordComponent")
    record Blob(byte[] bytes) {}

    assertThat(JsonCodec.of(Blob.class).encode(new Blob(new byte[] {0, -1, 7})))
        .hasToString("{\"bytes\":\"AP8H\"}");
    assertThat(((Blob) roundTrip(new Blob(new byte[] {0, -1, 7}))).bytes())
        .containsExactly(0, -1, 7);
  }

  @Test
  void a_record_of_as_many_components_as_there_can_be_is_no_burden() {
    record None() {}

    assertThat(roundTrip(new None())).isEqualTo(new None());
  }

  @Test
  void what_has_no_form_is_refused_when_the_codec_is_made() {
    record Vague(Object anything) {}
    record Changing(List<int[]> many) {}
    record Twice(Optional<Optional<String>> text) {}
    record Both(@SuppressWarnings("NullableOptional") @Nullable Optional<String> text) {}
    record Keys(Map<Long, String> byNumber) {}
    record Old(java.util.Date date) {}
    record Raw(@SuppressWarnings("rawtypes") List items) {}
    record Wild(List<?> items) {}
    record Exact(ArrayList<String> items) {}

    for (var type :
        List.of(
            Vague.class,
            Changing.class,
            Twice.class,
            Both.class,
            Keys.class,
            Old.class,
            Raw.class,
            Wild.class,
            Exact.class)) {
      assertThatThrownBy(() -> JsonCodec.of(type))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(type.getSimpleName() + ".")
          .hasMessageContaining("(expected: a record");
    }
    assertThatThrownBy(() -> JsonCodec.of(Pair.class)).hasMessageStartingWith("Pair: ");
    assertThatThrownBy(() -> JsonCodec.of(Growing.class)).hasMessageContaining("types");
  }

  private record Growing(Grows<String> grows) {}

  private record Grows<T>(Optional<Grows<List<T>>> more) {}

  private static <R extends Record> Record roundTrip(R value) {
    @SuppressWarnings("unchecked")
    var codec = JsonCodec.of((Class<R>) value.getClass());
    return codec.decode(codec.encode(value));
  }
}
