package dev.peregrine.observability;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/// What a node says of itself.
///
/// @param entries one for each dependency, in the order of the checks
public record HealthReport(List<Entry> entries) {

  /// Copies.
  public HealthReport {
    entries = List.copyOf(entries);
  }

  /// One dependency.
  ///
  /// @param name what was asked
  /// @param state how it is
  public record Entry(String name, HealthState state) {}

  /// Returns the worst of all.
  public HealthState.Level level() {
    var worst = HealthState.Level.UP;
    for (var entry : entries) {
      worst = entry.state().level().compareTo(worst) > 0 ? entry.state().level() : worst;
    }
    return worst;
  }

  /// Returns it as JSON: `{"status":"up","checks":[{"name":…,"status":…,"detail":…}]}`.
  public JsonObject toJson() {
    var checks = new JsonArray();
    for (var entry : entries) {
      var check =
          new JsonObject().put("name", entry.name()).put("status", word(entry.state().level()));
      checks.add(
          entry.state().detail().isEmpty() ? check : check.put("detail", entry.state().detail()));
    }
    return new JsonObject().put("status", word(level())).put("checks", checks);
  }

  private static String word(HealthState.Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }
}
