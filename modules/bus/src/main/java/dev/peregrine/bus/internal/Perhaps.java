package dev.peregrine.bus.internal;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An `Optional`: absent, or null, when it is empty.
///
/// @param inner what may be there
record Perhaps(Shape inner) implements Shape {

  @Override
  public @Nullable Object write(Object value) {
    return ((Optional<?>) value).map(inner::write).orElse(null);
  }

  @Override
  public Object read(@Nullable Object json, String path) {
    return json == null ? Optional.empty() : Optional.of(inner.read(json, path));
  }

  @Override
  public boolean optional() {
    return true;
  }

  @Override
  public JsonObject schema(Map<String, JsonObject> named) {
    return inner.schema(named);
  }
}
