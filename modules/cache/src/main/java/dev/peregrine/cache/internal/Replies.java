package dev.peregrine.cache.internal;

import io.vertx.redis.client.Response;
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

  /// Returns an integer reply.
  ///
  /// @throws NullPointerException if the reply is none, which says that Redis is not what it should
  ///   be
  long number(int index) {
    return Objects.requireNonNull(reply(index).toLong(), "an integer reply");
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
