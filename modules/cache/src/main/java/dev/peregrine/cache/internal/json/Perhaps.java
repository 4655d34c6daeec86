package dev.peregrine.cache.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A value that may be missing, as itself or null.
///
/// @param inner the form of the value
/// @param opener takes the value out, or null
/// @param closer puts the value in, or null
record Perhaps(
    Form inner,
    Function<@Nullable Object, @Nullable Object> opener,
    Function<@Nullable Object, @Nullable Object> closer)
    implements Form {

  static Perhaps nullable(Form inner) {
    return new Perhaps(inner, value -> value, value -> value);
  }

  static Perhaps optional(Form inner, String place) {
    return new Perhaps(
        inner,
        value -> ((Optional<?>) Steps.present(value, place)).orElse(null),
        Optional::ofNullable);
  }

  /// Returns the form of one of the three primitive optionals, or null for any other type.
  static @Nullable Perhaps primitive(Class<?> type, String place) {
    if (type == OptionalInt.class) {
      return new Perhaps(
          scalar(int.class, place),
          value -> {
            var number = (OptionalInt) Steps.present(value, place);
            return number.isPresent() ? number.getAsInt() : null;
          },
          value -> value == null ? OptionalInt.empty() : OptionalInt.of((int) value));
    }
    if (type == OptionalLong.class) {
      return new Perhaps(
          scalar(long.class, place),
          value -> {
            var number = (OptionalLong) Steps.present(value, place);
            return number.isPresent() ? number.getAsLong() : null;
          },
          value -> value == null ? OptionalLong.empty() : OptionalLong.of((long) value));
    }
    if (type == OptionalDouble.class) {
      return new Perhaps(
          scalar(double.class, place),
          value -> {
            var number = (OptionalDouble) Steps.present(value, place);
            return number.isPresent() ? number.getAsDouble() : null;
          },
          value -> value == null ? OptionalDouble.empty() : OptionalDouble.of((double) value));
    }
    return null;
  }

  private static Scalar scalar(Class<?> type, String place) {
    return new Scalar(place, java.util.Objects.requireNonNull(ScalarKind.of(type)));
  }

  @Override
  public void write(JsonGenerator json, @Nullable Object value) throws IOException {
    var opened = opener.apply(value);
    if (opened == null) {
      json.writeNull();
    } else {
      inner.write(json, opened);
    }
  }

  @Override
  public @Nullable Object read(JsonParser json) throws IOException {
    return closer.apply(json.currentToken() == JsonToken.VALUE_NULL ? null : inner.read(json));
  }
}
