package dev.peregrine.cache.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A type whose values are one token each.
///
/// @param writer writes one
/// @param reader reads one
record ScalarKind(Writer writer, Reader reader) {

  /// Bounds of numbers that are written as text: a short one may stand for one that fills memory.
  private static final int LONGEST_NUMBER = 1_000;

  private static final int MOST_BITS = 3_200;
  private static final int LARGEST_SCALE = 1_000;
  private static final int UUID_LENGTH = 36;

  /// What [YearMonth#parse] reads; its own text has no sign before years of five digits.
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("uuuu-MM", Locale.ROOT);

  private static final Map<Class<?>, ScalarKind> KNOWN = known();

  /// Writes a value that is there.
  @FunctionalInterface
  interface Writer {
    void write(JsonGenerator json, Object value) throws IOException;
  }

  /// Reads the current token.
  @FunctionalInterface
  interface Reader {
    Object read(JsonParser json, String place) throws IOException;
  }

  /// Returns the kind of a class, or null when it is no scalar.
  static @Nullable ScalarKind of(Class<?> type) {
    return KNOWN.get(type);
  }

  private static Map<Class<?>, ScalarKind> known() {
    var known = new HashMap<Class<?>, ScalarKind>();
    numbers(known);
    texts(known);
    moments(known);
    return Map.copyOf(known);
  }

  private static void numbers(Map<Class<?>, ScalarKind> known) {
    put(
        known,
        new ScalarKind((json, value) -> json.writeBoolean((boolean) value), Steps::readBoolean),
        boolean.class,
        Boolean.class);
    put(
        known,
        narrow("8", Byte.MIN_VALUE, Byte.MAX_VALUE, Long::byteValue),
        byte.class,
        Byte.class);
    put(
        known,
        narrow("16", Short.MIN_VALUE, Short.MAX_VALUE, Long::shortValue),
        short.class,
        Short.class);
    put(
        known,
        narrow("32", Integer.MIN_VALUE, Integer.MAX_VALUE, Long::intValue),
        int.class,
        Integer.class);
    put(
        known,
        narrow("64", Long.MIN_VALUE, Long.MAX_VALUE, number -> number),
        long.class,
        Long.class);
    put(
        known,
        new ScalarKind((json, value) -> Steps.writeDouble(json, (double) value), Steps::readDouble),
        double.class,
        Double.class);
    put(
        known,
        new ScalarKind(
            (json, value) -> Steps.writeDouble(json, ((Float) value).doubleValue()),
            ScalarKind::readFloat),
        float.class,
        Float.class);
  }

  private static void put(
      Map<Class<?>, ScalarKind> known, ScalarKind kind, Class<?> primitive, Class<?> boxed) {
    known.put(primitive, kind);
    known.put(boxed, kind);
  }

  private static ScalarKind narrow(String bits, long from, long to, Function<Long, Object> narrow) {
    return new ScalarKind(
        (json, value) -> json.writeNumber(((Number) value).longValue()),
        (json, place) -> {
          var number = Steps.readLong(json, place);
          if (number < from || number > to) {
            throw new UnreadableException(place, "not one", "a whole number of " + bits + " bits");
          }
          return narrow.apply(number);
        });
  }

  /// Floats are written with all digits of the double that they are.
  private static Object readFloat(JsonParser json, String place) throws IOException {
    var number = Steps.readDouble(json, place);
    if (Double.compare((float) number, number) != 0) {
      throw new UnreadableException(place, "not one", "a number of 32 bits");
    }
    return (float) number;
  }

  private static void texts(Map<Class<?>, ScalarKind> known) {
    known.put(
        String.class,
        new ScalarKind(
            (json, value) -> json.writeString((String) value),
            (json, place) -> text(json, place, "a text")));
    var letter = text("one UTF-16 unit", Object::toString, ScalarKind::letter);
    put(known, letter, char.class, Character.class);
    known.put(
        BigDecimal.class,
        text(
            "a decimal number as text",
            value -> bounded((BigDecimal) value).toString(),
            text -> bounded(new BigDecimal(bounded(text)))));
    known.put(
        BigInteger.class,
        text(
            "a whole number as text",
            value -> bounded(new BigDecimal((BigInteger) value)).toString(),
            text -> new BigInteger(bounded(text))));
    known.put(UUID.class, text("a UUID", Object::toString, ScalarKind::uuid));
    known.put(URI.class, text("a URI", Object::toString, URI::create));
    known.put(
        byte[].class,
        text(
            "bytes as Base64",
            value -> Base64.getEncoder().encodeToString((byte[]) value),
            Base64.getDecoder()::decode));
  }

  private static void moments(Map<Class<?>, ScalarKind> known) {
    known.put(Instant.class, text("a moment", Object::toString, Moments::parse));
    known.put(LocalDate.class, text("a day", Object::toString, LocalDate::parse));
    known.put(LocalTime.class, text("a time", Object::toString, LocalTime::parse));
    known.put(LocalDateTime.class, text("a day and time", Object::toString, LocalDateTime::parse));
    known.put(OffsetDateTime.class, text("a moment", Object::toString, OffsetDateTime::parse));
    known.put(OffsetTime.class, text("a time", Object::toString, OffsetTime::parse));
    known.put(ZonedDateTime.class, text("a moment", Object::toString, ZonedDateTime::parse));
    known.put(
        Year.class, text("a year", Object::toString, text -> Year.of(Integer.parseInt(text))));
    known.put(
        YearMonth.class,
        text("a month", value -> MONTH.format((YearMonth) value), YearMonth::parse));
    known.put(MonthDay.class, text("a day of a year", Object::toString, MonthDay::parse));
    known.put(Duration.class, text("a duration", Object::toString, Duration::parse));
    known.put(Period.class, text("a period", Object::toString, Period::parse));
    known.put(ZoneId.class, text("a time zone", Object::toString, ZoneId::of));
    known.put(ZoneOffset.class, text("an offset", Object::toString, ZoneOffset::of));
  }

  private static ScalarKind text(
      String expected, Function<Object, String> writer, Function<String, Object> reader) {
    return new ScalarKind(
        (json, value) -> json.writeString(writer.apply(value)),
        (json, place) -> {
          var text = text(json, place, expected);
          try {
            return reader.apply(text);
          } catch (RuntimeException _) {
            // What parsers say repeats the text.
            throw new UnreadableException(place, "not one", expected);
          }
        });
  }

  private static String text(JsonParser json, String place, String expected) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw new UnreadableException(place, "not one", expected);
    }
    return json.getText();
  }

  private static BigDecimal bounded(BigDecimal number) {
    if (Math.abs((long) number.scale()) > LARGEST_SCALE
        || number.unscaledValue().bitLength() > MOST_BITS) {
      throw new IllegalArgumentException(
          "a number of too many digits (expected: at most "
              + MOST_BITS
              + " bits, and a scale of at most "
              + LARGEST_SCALE
              + ")");
    }
    return number;
  }

  private static String bounded(String number) {
    if (number.length() > LONGEST_NUMBER) {
      throw new NumberFormatException("too long");
    }
    return number;
  }

  private static Object letter(String text) {
    if (text.length() != 1) {
      throw new IllegalArgumentException("not one");
    }
    return text.charAt(0);
  }

  private static Object uuid(String text) {
    if (text.length() != UUID_LENGTH) {
      throw new IllegalArgumentException("not one");
    }
    return UUID.fromString(text);
  }
}
