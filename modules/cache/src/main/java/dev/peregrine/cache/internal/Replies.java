package dev.peregrine.cache.internal;

import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Objects;
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

  Response last() {
    return reply(all.size() - 1);
  }

  private Response reply(int index) {
    return Objects.requireNonNull(all.get(index), "a reply");
  }
}
