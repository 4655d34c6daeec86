package dev.peregrine.cache.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What generated classes call, so that they hold no branch of their own.
final class Steps {

  static final String INT = "a whole number of 32 bits";
  static final String LONG = "a whole number of 64 bits";
  static final String DOUBLE = "a number of 64 bits, \"NaN\" or \"Infinity\"";
  static final String BOOLEAN = "true or false";

  private Steps() {}

  /// Goes to the value of the next member, which must have that name: they are written in the order
  /// of the components, so they are read in no other.
  static void member(JsonParser json, SerializedString name, String place) throws IOException {
    if (!json.nextFieldName(name)) {
      throw new UnreadableException(place, "not there", "this member next");
    }
    json.nextToken();
  }

  static void begin(JsonParser json, String place) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw new UnreadableException(place, "not one", "an object");
    }
  }

  static void end(JsonParser json, String place) throws IOException {
    if (json.nextToken() != JsonToken.END_OBJECT) {
      throw new UnreadableException(place, "one more member", "those of the record");
    }
  }

  static Object present(@Nullable Object value, String place) {
    if (value == null) {
      throw new IllegalArgumentException(place + ": null (expected: a value, or @Nullable there)");
    }
    return value;
  }

  static boolean readBoolean(JsonParser json, String place) {
    var token = json.currentToken();
    if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
      throw new UnreadableException(place, "not one", BOOLEAN);
    }
    return token == JsonToken.VALUE_TRUE;
  }

  static int readInt(JsonParser json, String place) throws IOException {
    var number = readLong(json, place, INT);
    if (number != (int) number) {
      throw new UnreadableException(place, "not one", INT);
    }
    return (int) number;
  }

  static long readLong(JsonParser json, String place) throws IOException {
    return readLong(json, place, LONG);
  }

  private static long readLong(JsonParser json, String place, String expected) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      var type = json.getNumberType();
      if (type == JsonParser.NumberType.INT || type == JsonParser.NumberType.LONG) {
        return json.getLongValue();
      }
    }
    throw new UnreadableException(place, "not one", expected);
  }

  static double readDouble(JsonParser json, String place) throws IOException {
    var token = json.currentToken();
    if (token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT) {
      var number = json.getDoubleValue();
      if (Double.isFinite(number)) {
        return number;
      }
    } else if (token == JsonToken.VALUE_STRING) {
      switch (json.getText()) {
        case "NaN" -> {
          return Double.NaN;
        }
        case "Infinity" -> {
          return Double.POSITIVE_INFINITY;
        }
        case "-Infinity" -> {
          return Double.NEGATIVE_INFINITY;
        }
        default -> {}
      }
    }
    throw new UnreadableException(place, "not one", DOUBLE);
  }

  static void writeDouble(JsonGenerator json, double number) throws IOException {
    if (Double.isFinite(number)) {
      json.writeNumber(number);
    } else {
      json.writeString(Double.toString(number));
    }
  }
}
