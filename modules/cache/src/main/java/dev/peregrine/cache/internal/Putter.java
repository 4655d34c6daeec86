package dev.peregrine.cache.internal;

import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.PutEntry;
import dev.peregrine.cache.PutOutcome;
import dev.peregrine.cache.Selection;
import dev.peregrine.cache.Token;
import io.vertx.core.Future;
import java.util.OptionalLong;

/// Writes values to the far tier, and makes every node forget what it has of them. Confined to the
/// deploying context.
///
/// This process's memory takes the value from there like everybody's: between the answer of the far
/// tier and this node there may be an eviction.
public final class Putter {

  private final Node node;
  private final FarStore far;
  private final Guard guard;

  /// Makes it.
  ///
  /// @param node what forgets first
  /// @param far where values are put
  /// @param guard knows when to leave the far tier alone
  public Putter(Node node, FarStore far, Guard guard) {
    this.node = node;
    this.far = far;
    this.guard = guard;
  }

  /// Puts a value.
  ///
  /// @param question what, and where
  /// @return what became of it
  public Future<PutOutcome> put(PutEntry question) {
    var region = node.region(question.region());
    return region == null
        ? Future.succeededFuture(new PutOutcome.NotAKey())
        : put(region, question);
  }

  // A value of another type fails in the codec, before anything is written.
  @SuppressWarnings("unchecked")
  private <K, V extends Record> Future<PutOutcome> put(Region<K, V> region, PutEntry question) {
    Selection.Key key;
    try {
      key = new Selection.Key(region.canonical(question.key()));
    } catch (IllegalArgumentException noKey) {
      return Future.succeededFuture(new PutOutcome.NotAKey());
    }
    var source = new SourceLoads<>(region);
    var loaded = question.loaded().<V>map(value -> (V) value);
    // Its real place is written by the far tier; any but unknown gives it its whole life here.
    var fetched = source.fetched(loaded, new SourceLoads.Start(region.nanos(), Long.MAX_VALUE));
    if (!fetched.keep()) {
      return Future.succeededFuture(new PutOutcome.NotStored());
    }
    var eviction = new Eviction(region.name(), key);
    var expected =
        question
            .expected()
            .map(token -> OptionalLong.of(token.position()))
            .orElseGet(OptionalLong::empty);
    var filling = new Entries<>(region).filling(eviction.record(), fetched);
    region.count(Event.PUT);
    return guard
        .pass(() -> far.put(new FarStore.Putting(filling, expected)))
        .transform((position, thrown) -> {
          if (thrown != null) {
            region.count(Event.FAR_FAILED);
            node.owe(eviction);
            return Future.succeededFuture(new PutOutcome.NotStored());
          }
          if (position.isEmpty()) {
            return Future.succeededFuture(new PutOutcome.Conflict());
          }
          node.apply(eviction, position.getAsLong());
          return Future.succeededFuture(new PutOutcome.Stored(new Token(position.getAsLong())));
        });
  }
}
