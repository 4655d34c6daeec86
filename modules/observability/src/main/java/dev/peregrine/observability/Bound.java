package dev.peregrine.observability;

import io.vertx.core.json.JsonObject;
import java.util.function.DoubleSupplier;

/// Something that may hold so much and no more.
///
/// @param holder what holds: words joined by dots, as in `pool.read`; a constant of the program
/// @param unit what it holds: `bytes`, `statements`, `records`
/// @param used tells how much it holds; any thread, cheap
/// @param limit tells how much it may hold; any thread, cheap
public record Bound(String holder, String unit, DoubleSupplier used, DoubleSupplier limit) {

  /// Returns how it stands at this moment.
  public JsonObject toJson() {
    return new JsonObject()
        .put("holder", holder)
        .put("unit", unit)
        .put("used", Math.round(used.getAsDouble()))
        .put("limit", Math.round(limit.getAsDouble()));
  }
}
