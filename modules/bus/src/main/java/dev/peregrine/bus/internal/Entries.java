package dev.peregrine.bus.internal;

import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A `Map` from texts.
///
/// @param inner what each value is
record Entries(Shape inner) implements Shape {

  @Override
  public @Nullable Object write(Object value) {
    var entries = new JsonObject();
    ((Map<?, ?>) value).forEach((key, each) -> entries.put(String.valueOf(key), inner.write(each)));
    return entries;
  }

  @Override
  public Object read(@Nullable Object json, String path) {
    if (!(json instanceof JsonObject object) || object.size() > Items.MOST) {
      throw new WireException(
          path, json == null ? "missing" : "not one", "an object of at most " + Items.MOST);
    }
    var entries = new LinkedHashMap<String, Object>();
    for (var key : object.fieldNames()) {
      entries.put(key, inner.read(object.getValue(key), path + "[]"));
    }
    return Map.copyOf(entries);
  }

  @Override
  public JsonObject schema(Map<String, JsonObject> named) {
    return new JsonObject()
        .put("type", "object")
        .put("additionalProperties", inner.schema(named))
        .put("maxProperties", Items.MOST);
  }
}
