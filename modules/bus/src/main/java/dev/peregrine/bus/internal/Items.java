package dev.peregrine.bus.internal;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A `List`, or a `Set`, which must not hold a value twice.
///
/// @param inner what each item is
/// @param distinct whether it is a set
record Items(Shape inner, boolean distinct) implements Shape {

  /// Most items of one list, set or map.
  static final int MOST = 10_000;

  private static final String EXPECTED = "a list of at most " + MOST;

  @Override
  public @Nullable Object write(Object value) {
    var items = new JsonArray();
    for (var item : (Collection<?>) value) {
      items.add(inner.write(item));
    }
    return items;
  }

  @Override
  public Object read(@Nullable Object json, String path) {
    if (!(json instanceof JsonArray array) || array.size() > MOST) {
      throw new WireException(path, json == null ? "missing" : "not one", EXPECTED);
    }
    var items = new ArrayList<Object>(array.size());
    for (var at = 0; at < array.size(); at++) {
      items.add(inner.read(array.getValue(at), path + "[" + at + "]"));
    }
    if (!distinct) {
      return List.copyOf(items);
    }
    var set = new LinkedHashSet<>(items);
    if (set.size() < items.size()) {
      throw new WireException(path, "an item twice", "each once");
    }
    return Set.copyOf(set);
  }

  @Override
  public JsonObject schema(Map<String, JsonObject> named) {
    var schema =
        new JsonObject()
            .put("type", "array")
            .put("items", inner.schema(named))
            .put("maxItems", MOST);
    return distinct ? schema.put("uniqueItems", true) : schema;
  }
}
