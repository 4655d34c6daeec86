package dev.peregrine.cache.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A map from texts, as an object. What is read cannot be changed, and keeps its order.
///
/// @param place where it stands, for people
/// @param value the form of each
record Entries(String place, Form value) implements Form {

  @Override
  public void write(JsonGenerator json, @Nullable Object map) throws IOException {
    json.writeStartObject();
    for (var entry : ((Map<?, ?>) Steps.present(map, place)).entrySet()) {
      json.writeFieldName(whole((String) Steps.present(entry.getKey(), place)));
      value.write(json, entry.getValue());
    }
    json.writeEndObject();
  }

  /// Half a surrogate pair could be written into a name, and not be read.
  private String whole(String key) {
    if (key.codePoints()
        .anyMatch(point -> point == (char) point && Character.isSurrogate((char) point))) {
      throw new IllegalArgumentException(
          place + ": a key with half a character (expected: whole ones)");
    }
    return key;
  }

  @Override
  public Object read(JsonParser json) throws IOException {
    Steps.begin(json, place);
    var entries = new LinkedHashMap<String, @Nullable Object>();
    for (var key = json.nextFieldName(); key != null; key = json.nextFieldName()) {
      if (entries.containsKey(key)) {
        throw new UnreadableException(place, "a key twice", "each once");
      }
      json.nextToken();
      entries.put(key, value.read(json));
    }
    return Collections.unmodifiableMap(entries);
  }
}
