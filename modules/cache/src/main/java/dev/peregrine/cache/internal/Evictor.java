package dev.peregrine.cache.internal;

import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.Evict;
import dev.peregrine.cache.EvictKeys;
import dev.peregrine.cache.EvictOutcome;
import dev.peregrine.cache.Selection;
import dev.peregrine.cache.Token;
import io.vertx.core.Future;
import java.util.List;

/// Makes every node forget. Confined to the deploying context.
public final class Evictor {

  private final Node node;
  private final FarStore far;
  private final Guard guard;

  /// Makes an evictor.
  ///
  /// @param node what forgets first
  /// @param far carries it to the others
  /// @param guard knows when to leave the far tier alone
  public Evictor(Node node, FarStore far, Guard guard) {
    this.node = node;
    this.far = far;
    this.guard = guard;
  }

  /// Makes every node forget what is selected, as far as Redis carries the message.
  ///
  /// @param question which entries
  /// @return where in the log the eviction stands
  public Future<EvictOutcome> evict(Evict question) {
    return evict(question.region(), List.of(question.what()));
  }

  /// Makes every node forget keys, as far as the far tier carries the message.
  ///
  /// @param question which keys
  /// @return where in the log the last of these evictions stands
  public Future<EvictOutcome> evict(EvictKeys question) {
    return evict(
        question.region(),
        question.keys().stream().<Selection>map(Selection.Key::new).distinct().toList());
  }

  private Future<EvictOutcome> evict(String region, List<Selection> all) {
    List<Eviction> evictions;
    try {
      evictions = all.stream().map(what -> canonical(region, what)).toList();
    } catch (IllegalArgumentException noKey) {
      return Future.succeededFuture(new EvictOutcome.NotAKey());
    }
    evictions.forEach(eviction -> node.count(region, event(eviction.what())));
    return guard
        .pass(() -> far.evict(evictions))
        .transform((positions, thrown) -> {
          if (thrown == null) {
            for (var i = 0; i < evictions.size(); i++) {
              node.apply(evictions.get(i), positions.get(i));
            }
            var token = new Token(positions.getLast());
            return Future.succeededFuture(new EvictOutcome.Evicted(token));
          }
          node.count(region, Event.FAR_FAILED);
          evictions.forEach(node::owe);
          return Future.succeededFuture(new EvictOutcome.Evicted(Token.NONE));
        });
  }

  /// One key may be written in several ways; in the far tier it has one name.
  ///
  /// @throws IllegalArgumentException if it is no key of the region
  private Eviction canonical(String name, Selection what) {
    var region = node.region(name);
    return region == null || !(what instanceof Selection.Key(var text))
        ? new Eviction(name, what)
        : new Eviction(name, new Selection.Key(region.canonical(text)));
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
