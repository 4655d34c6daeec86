package dev.peregrine.http.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import dev.peregrine.http.FieldError;
import dev.peregrine.http.Rejection;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads one JSON object, strictly and within bounds.
public final class JsonObject {

  private static final JsonFactory JSON =
      new JsonFactoryBuilder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(32)
                  .maxNumberLength(100)
                  .maxNameLength(256)
                  .maxStringLength(1 << 20)
                  .build())
          .build();

  private JsonObject() {}

  /// Reads it.
  ///
  /// @param body what the client sent
  /// @return its members in their order
  /// @throws Rejection with status 400 if it is not one JSON object in UTF-8
  public static Map<String, JsonValue> read(Buffer body) {
    if (body.length() == 0) {
      throw refused("missing", "A JSON object is expected, but the body is empty.");
    }
    var text = decode(body);
    try (var parser = JSON.createParser(text.array(), text.arrayOffset(), text.remaining())) {
      return members(parser);
    } catch (StreamConstraintsException thrown) {
      throw refused("too-large", "The JSON is too deep or a part of it too long" + at(thrown));
    } catch (JsonProcessingException thrown) {
      throw refused("malformed", "The body is not JSON, or has a member twice" + at(thrown));
    } catch (IOException thrown) {
      throw new UncheckedIOException("reading memory", thrown);
    }
  }

  private static Map<String, JsonValue> members(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw refused("wrong-type", "A JSON object is expected.");
    }
    var members = new LinkedHashMap<String, JsonValue>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = parser.currentName();
      members.put(name, value(parser, parser.nextToken()));
    }
    if (parser.nextToken() != null) {
      throw refused("malformed", "One JSON object is expected, but something follows it.");
    }
    return members;
  }

  private static JsonValue value(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_STRING -> new JsonValue(JsonValue.Kind.TEXT, parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          new JsonValue(JsonValue.Kind.NUMBER, parser.getText());
      case VALUE_TRUE, VALUE_FALSE -> new JsonValue(JsonValue.Kind.TRUTH, "");
      case VALUE_NULL -> new JsonValue(JsonValue.Kind.NULL, "");
      default -> {
        parser.skipChildren();
        yield new JsonValue(JsonValue.Kind.NESTED, "");
      }
    };
  }

  /// The parser itself would also take UTF-16 and -32, and overlong sequences.
  private static CharBuffer decode(Buffer body) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body.getBytes()));
    } catch (CharacterCodingException thrown) {
      throw refused("malformed", "The body is not UTF-8.");
    }
  }

  /// Says where without the parser's message, which repeats what the client sent.
  private static String at(JsonProcessingException thrown) {
    var location = thrown.getLocation();
    return location == null
        ? "."
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ").";
  }

  private static Rejection refused(String code, String detail) {
    return Rejection.invalid(FieldError.field("", code, detail));
  }
}
