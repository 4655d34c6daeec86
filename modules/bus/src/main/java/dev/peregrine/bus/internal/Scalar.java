package dev.peregrine.bus.internal;

import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A value that is one JSON number, boolean or text.
///
/// @param expected what must stand there, for people
/// @param writer makes the JSON scalar
/// @param reader makes the value; null when it is none; may throw what parsers throw
/// @param description its JSON Schema
record Scalar(
    String expected,
    Function<Object, Object> writer,
    Function<Object, @Nullable Object> reader,
    Map<String, Object> description)
    implements Shape {

  /// Longest text, in UTF-16 units.
  private static final int LONGEST_TEXT = 65_536;

  /// Longest number written as text. A short text may stand for a number that fills the memory.
  private static final int LONGEST_DECIMAL = 64;

  private static final int LARGEST_SCALE = 64;

  private static final Map<Class<?>, Scalar> KNOWN = known();

  /// Returns the shape of a class, or null when it is no scalar.
  static @Nullable Scalar of(Class<?> type) {
    return KNOWN.get(type);
  }

  @Override
  public @Nullable Object write(Object value) {
    return writer.apply(value);
  }

  @Override
  public Object read(@Nullable Object json, String path) {
    if (json == null) {
      throw new WireException(path, "missing", expected);
    }
    try {
      var value = json instanceof String text && text.length() > LONGEST_TEXT ? null : from(json);
      if (value != null) {
        return value;
      }
    } catch (IllegalArgumentException | DateTimeException | ArithmeticException _) {
      // Not what a parser takes: told below, without the text.
    }
    throw new WireException(path, "not one", expected);
  }

  private @Nullable Object from(Object json) {
    return reader.apply(json);
  }

  @Override
  public JsonObject schema(Map<String, JsonObject> named) {
    return new JsonObject(new LinkedHashMap<>(description));
  }

  private static Map<Class<?>, Scalar> known() {
    var known = new HashMap<Class<?>, Scalar>();
    numbers(known);
    texts(known);
    var truth =
        new Scalar(
            "true or false",
            value -> value,
            json -> json instanceof Boolean ? json : null,
            Map.of("type", "boolean"));
    known.put(boolean.class, truth);
    known.put(Boolean.class, truth);
    return Map.copyOf(known);
  }

  private static void numbers(Map<Class<?>, Scalar> known) {
    var integer =
        new Scalar(
            "a whole number of 32 bits",
            value -> value,
            json -> json instanceof Integer ? json : null,
            Map.of("type", "integer", "format", "int32"));
    var wide =
        new Scalar(
            "a whole number of 64 bits",
            value -> value,
            Scalar::whole,
            Map.of("type", "integer", "format", "int64"));
    var real = new Scalar("a number", value -> value, Scalar::finite, Map.of("type", "number"));
    known.put(int.class, integer);
    known.put(Integer.class, integer);
    known.put(long.class, wide);
    known.put(Long.class, wide);
    known.put(double.class, real);
    known.put(Double.class, real);
  }

  private static @Nullable Object whole(Object json) {
    return json instanceof Integer || json instanceof Long ? ((Number) json).longValue() : null;
  }

  private static @Nullable Object finite(Object json) {
    return json instanceof Number number && Double.isFinite(number.doubleValue())
        ? (Object) number.doubleValue()
        : null;
  }

  private static void texts(Map<Class<?>, Scalar> known) {
    known.put(
        String.class,
        new Scalar(
            "a text of at most " + LONGEST_TEXT + " characters",
            value -> value,
            json -> json instanceof String ? json : null,
            Map.of("type", "string", "maxLength", LONGEST_TEXT)));
    known.put(
        BigDecimal.class,
        text(
            "a decimal number as text, as in \"12.50\"",
            value -> ((BigDecimal) value).toPlainString(),
            Scalar::decimal,
            Map.of("type", "string", "pattern", "^-?[0-9]+(\\.[0-9]+)?$", "maxLength", 64)));
    known.put(
        Instant.class, text("a moment, as in 2026-01-31T12:00:00Z", Instant::parse, "date-time"));
    known.put(LocalDate.class, text("a day, as in 2026-01-31", LocalDate::parse, "date"));
    known.put(Duration.class, text("a duration, as in PT1.5S", Duration::parse, "duration"));
    known.put(UUID.class, text("a UUID", UUID::fromString, "uuid"));
    known.put(URI.class, text("a URI", URI::create, "uri"));
  }

  private static Scalar text(
      String expected, Function<String, @Nullable Object> reader, String format) {
    return text(expected, Object::toString, reader, Map.of("type", "string", "format", format));
  }

  private static Scalar text(
      String expected,
      Function<Object, Object> writer,
      Function<String, @Nullable Object> reader,
      Map<String, Object> description) {
    return new Scalar(
        expected,
        writer,
        json -> json instanceof String text ? reader.apply(text) : null,
        description);
  }

  private static @Nullable BigDecimal decimal(String text) {
    if (text.length() > LONGEST_DECIMAL || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
      return null;
    }
    var number = new BigDecimal(text);
    return number.scale() <= LARGEST_SCALE ? number : null;
  }
}
