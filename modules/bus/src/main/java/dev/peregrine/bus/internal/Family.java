package dev.peregrine.bus.internal;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A sealed family of records: an object that says in `outcome` which of them it is.
final class Family implements Shape {

  /// The member that tells.
  static final String MEMBER = "outcome";

  private final Map<String, Shape> byWord;
  private final Map<Class<?>, Shape> byType;

  /// Describes a family.
  ///
  /// @param byWord its members by what they are called, in order
  /// @param byType the same by class
  Family(Map<String, Shape> byWord, Map<Class<?>, Shape> byType) {
    this.byWord = byWord;
    this.byType = byType;
  }

  @Override
  public @Nullable Object write(Object value) {
    var shape = byType.get(value.getClass());
    if (shape == null) {
      throw new IllegalArgumentException(
          value.getClass().getName() + ": not of " + byWord.keySet());
    }
    return shape.write(value);
  }

  @Override
  public Object read(@Nullable Object json, String path) {
    if (!(json instanceof JsonObject object)) {
      throw new WireException(path, json == null ? "missing" : "not one", "an object");
    }
    var shape = object.getValue(MEMBER) instanceof String word ? byWord.get(word) : null;
    if (shape == null) {
      throw new WireException(path, MEMBER + " not one", "one of " + byWord.keySet());
    }
    return shape.read(json, path);
  }

  @Override
  public JsonObject schema(Map<String, JsonObject> named) {
    var members = new JsonArray();
    byWord.values().forEach(shape -> members.add(shape.schema(named)));
    return new JsonObject().put("oneOf", members);
  }
}
