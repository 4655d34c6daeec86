package dev.peregrine.cache.internal;

import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What Redis answered to requests that were sent together, in their order; null where it had
/// nothing.
record Replies(List<@Nullable Response> all) {

  @Nullable Response at(int index) {
    return all.get(index);
  }

  boolean isNull(int index) {
    return all.get(index) == null;
  }

  /// Returns the items of a list; none when there is no list.
  List<@Nullable Response> items(int index) {
    var reply = all.get(index);
    var items = new ArrayList<@Nullable Response>();
    for (var i = 0; reply != null && i < reply.size(); i++) {
      items.add(reply.get(i));
    }
    return items;
  }

  /// Returns the reply to TIME in milliseconds.
  long timeMs(int index) {
    var time = reply(index);
    return Long.parseLong(time.get(0).toString()) * 1_000
        + Long.parseLong(time.get(1).toString()) / 1_000;
  }

  String text(int index) {
    return reply(index).toString();
  }

  /// Returns a reply of names and values; RESP2 has them in turn, RESP3 as a map.
  Map<String, String> map(int index) {
    var reply = reply(index);
    var map = new HashMap<String, String>();
    var keys = reply.isMap() ? reply.getKeys() : Set.<String>of();
    for (var key : keys) {
      map.put(key, reply.get(key).toString());
    }
    for (var i = 0; !reply.isMap() && i + 1 < reply.size(); i += 2) {
      map.put(reply.get(i).toString(), reply.get(i + 1).toString());
    }
    return map;
  }

  Response last() {
    return reply(all.size() - 1);
  }

  private Response reply(int index) {
    return Objects.requireNonNull(all.get(index), "a reply");
  }
}
