package dev.peregrine.cache.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One of a sealed family of records, as an object with one member, which has the record's name.
///
/// @param place where it stands, for people
/// @param byType each record's name
/// @param byName each record's form
record Family(String place, Map<Class<?>, String> byType, Map<String, Form> byName)
    implements Form {

  @Override
  public void write(JsonGenerator json, @Nullable Object value) throws IOException {
    var name = byType.get(Steps.present(value, place).getClass());
    var form = name == null ? null : byName.get(name);
    if (form == null) {
      throw new IllegalArgumentException(place + ": of no family member (expected: one)");
    }
    json.writeStartObject();
    json.writeFieldName(name);
    form.write(json, value);
    json.writeEndObject();
  }

  @Override
  public @Nullable Object read(JsonParser json) throws IOException {
    Steps.begin(json, place);
    var name = json.nextFieldName();
    var form = name == null ? null : byName.get(name);
    if (form == null) {
      throw new UnreadableException(place, "not one", "the name of a record of the family");
    }
    json.nextToken();
    var value = form.read(json);
    Steps.end(json, place);
    return value;
  }
}
