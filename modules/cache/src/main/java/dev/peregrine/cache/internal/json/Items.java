package dev.peregrine.cache.internal.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import org.jspecify.annotations.Nullable;

/// A list or a set, as an array. What is read cannot be changed, and keeps its order.
///
/// @param place where it stands, for people
/// @param item the form of each
/// @param distinct whether it is a set
record Items(String place, Form item, boolean distinct) implements Form {

  @Override
  public void write(JsonGenerator json, @Nullable Object value) throws IOException {
    json.writeStartArray();
    for (var each : (Collection<?>) Steps.present(value, place)) {
      item.write(json, each);
    }
    json.writeEndArray();
  }

  @Override
  public Object read(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new UnreadableException(place, "not one", "an array");
    }
    return distinct ? set(json) : list(json);
  }

  private Object list(JsonParser json) throws IOException {
    var items = new ArrayList<@Nullable Object>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      items.add(item.read(json));
    }
    return Collections.unmodifiableList(items);
  }

  private Object set(JsonParser json) throws IOException {
    var items = new LinkedHashSet<@Nullable Object>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (!items.add(item.read(json))) {
        throw new UnreadableException(place, "an item twice", "each once");
      }
    }
    return Collections.unmodifiableSet(items);
  }
}
