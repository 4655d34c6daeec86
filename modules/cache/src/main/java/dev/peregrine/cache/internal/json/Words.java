package dev.peregrine.cache.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A constant of an enum, as its name.
///
/// @param place where it stands, for people
/// @param byName all there are
record Words(String place, Map<String, Object> byName) implements Form {

  static Words of(Class<?> type, String place) {
    return new Words(
        place,
        Arrays.stream(type.getEnumConstants())
            .collect(
                Collectors.toUnmodifiableMap(
                    constant -> ((Enum<?>) constant).name(), Function.identity())));
  }

  @Override
  public void write(JsonGenerator json, @Nullable Object value) throws IOException {
    json.writeString(((Enum<?>) Steps.present(value, place)).name());
  }

  @Override
  public Object read(JsonParser json) throws IOException {
    var constant =
        json.currentToken() == JsonToken.VALUE_STRING ? byName.get(json.getText()) : null;
    if (constant == null) {
      throw new UnreadableException(place, "not one", "the name of a constant");
    }
    return constant;
  }
}
