package dev.peregrine.cache.internal;

import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.Evict;
import dev.peregrine.cache.EvictOutcome;
import dev.peregrine.cache.Selection;
import dev.peregrine.cache.Token;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/// Makes every node forget. Confined to the deploying context.
public final class Evictor {

  private final Node node;
  private final RedisFarTier far;
  private final Guard guard;

  /// Makes an evictor.
  ///
  /// @param node what forgets first
  /// @param far carries it to the others
  /// @param guard knows when to leave Redis alone
  public Evictor(Node node, RedisFarTier far, Guard guard) {
    this.node = node;
    this.far = far;
    this.guard = guard;
  }

  /// Makes every node forget what is selected, as far as Redis carries the message.
  ///
  /// @param question which entries
  /// @return where in the log the eviction stands
  public Future<EvictOutcome> evict(Evict question) {
    var known = canonical(question);
    if (known.isEmpty()) {
      return Future.succeededFuture(new EvictOutcome.NotAKey());
    }
    var eviction = known.get();
    node.count(eviction.region(), event(eviction.what()));
    return guard
        .pass(() -> far.evict(List.of(eviction)))
        .transform((positions, thrown) -> {
          if (thrown == null) {
            var position = positions.getFirst();
            node.apply(eviction, position);
            return Future.succeededFuture(new EvictOutcome.Evicted(new Token(position)));
          }
          node.count(eviction.region(), Event.FAR_FAILED);
          node.owe(eviction);
          return Future.succeededFuture(new EvictOutcome.Evicted(Token.NONE));
        });
  }

  /// One key may be written in several ways; in Redis it has one name.
  private Optional<Eviction> canonical(Evict question) {
    var region = node.region(question.region());
    if (region == null || !(question.what() instanceof Selection.Key(var text))) {
      return Optional.of(Eviction.of(question));
    }
    try {
      return Optional.of(new Eviction(region.name(), new Selection.Key(region.canonical(text))));
    } catch (IllegalArgumentException noKey) {
      return Optional.empty();
    }
  }

  private static Event event(Selection what) {
    return switch (what) {
      case Selection.Key _ -> Event.EVICTION;
      case Selection.Tag _ -> Event.TAG_EVICTION;
      case Selection.Pattern _ -> Event.PATTERN_EVICTION;
      case Selection.Everything() -> Event.REGION_EVICTION;
    };
  }
}
