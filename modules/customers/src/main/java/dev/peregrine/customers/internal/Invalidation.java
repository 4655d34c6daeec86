package dev.peregrine.customers.internal;

import dev.peregrine.cache.Selection;
import dev.peregrine.persistence.OutboxEntry;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// What entries of the cache lane say, as the triggers write them: the recipient is the region.
final class Invalidation {

  /// The payload that means all of a region.
  static final String EVERYTHING = "{\"everything\": true}";

  private Invalidation() {}

  /// Returns what is to be evicted, by region, each thing once.
  ///
  /// @throws IllegalArgumentException if one of the entries cannot be read
  static Map<String, Set<Selection>> of(List<OutboxEntry> entries) {
    var wanted = new LinkedHashMap<String, Set<Selection>>();
    for (var entry : entries) {
      wanted
          .computeIfAbsent(entry.recipient(), region -> new LinkedHashSet<>())
          .addAll(selections(entry.payload()));
    }
    wanted.replaceAll((region, what) -> {
      var everything = new Selection.Everything();
      return what.contains(everything) ? Set.of(everything) : what;
    });
    return wanted;
  }

  private static List<Selection> selections(String payload) {
    try {
      var json = new JsonObject(payload);
      var everything = Boolean.TRUE.equals(json.getValue("everything"));
      var named =
          Stream.concat(
                  texts(json, "keys").<Selection>map(Selection.Key::new),
                  texts(json, "tags").<Selection>map(Selection.Tag::new))
              .toList();
      if (!everything && named.isEmpty()) {
        throw new IllegalArgumentException("the payload names nothing to evict");
      }
      return everything ? List.of(new Selection.Everything()) : named;
    } catch (DecodeException foreign) {
      throw new IllegalArgumentException("the payload is no JSON object", foreign);
    }
  }

  private static Stream<String> texts(JsonObject json, String member) {
    return json.getValue(member) instanceof JsonArray texts
        ? texts.stream().map(one -> one instanceof String text ? text : "")
        : Stream.empty();
  }
}
