package dev.peregrine.launcher.internal.house;

import dev.peregrine.testkit.Sql;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/// How Postgres would carry a statement out.
final class QueryPlan {

  private QueryPlan() {}

  /// Returns the topmost node of what an `explain (format json)` answers.
  static JsonObject of(Sql sql, String explain) {
    var plan = new JsonArray(String.join("\n", sql.texts(explain)));
    return plan.getJsonObject(0).getJsonObject("Plan");
  }

  /// Returns a node and all below it.
  static List<JsonObject> nodes(JsonObject plan) {
    var nodes = new ArrayList<>(List.of(plan));
    for (var child : plan.getJsonArray("Plans", new JsonArray())) {
      nodes.addAll(nodes((JsonObject) child));
    }
    return nodes;
  }
}
