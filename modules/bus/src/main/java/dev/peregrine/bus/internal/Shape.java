package dev.peregrine.bus.internal;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How values of one type look as JSON: written, read back, and described.
///
/// Immutable; safe on any thread.
public interface Shape {

  /// Writes a value: a JSON object, an array, or a scalar; null where there is none.
  ///
  /// @param value of this shape's type
  @Nullable Object write(Object value);

  /// Reads what [#write] wrote.
  ///
  /// @param json what stands there, or null when nothing does
  /// @param path where, for the message
  /// @throws WireException if it is anything else
  Object read(@Nullable Object json, String path);

  /// Tells whether nothing may stand for a value.
  default boolean optional() {
    return false;
  }

  /// Describes it as JSON Schema.
  ///
  /// @param named collects the schemas of records, by name; the result refers to them
  JsonObject schema(Map<String, JsonObject> named);
}
