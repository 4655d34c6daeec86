package dev.peregrine.cache.internal;

import dev.peregrine.cache.EntryFigures;
import dev.peregrine.cache.InspectEntry;
import dev.peregrine.cache.InspectOutcome;
import dev.peregrine.cache.Tier;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Looks at what both tiers hold of a key, without loading it or counting a hit. Confined to the
/// deploying context.
public final class Inspector {

  private final Node node;
  private final FarStore far;
  private final Guard guard;

  /// Makes an inspector.
  ///
  /// @param node the near tier
  /// @param far the far tier
  /// @param guard knows when to leave Redis alone
  public Inspector(Node node, FarStore far, Guard guard) {
    this.node = node;
    this.far = far;
    this.guard = guard;
  }

  /// Answers what is held.
  ///
  /// @param question of which key
  /// @return an entry for each tier that holds it
  public Future<InspectOutcome> inspect(InspectEntry question) {
    var region = node.region(question.region());
    return region == null
        ? Future.succeededFuture(new InspectOutcome.NotAKey())
        : inspect(region, question.key());
  }

  private <K, V extends Record> Future<InspectOutcome> inspect(Region<K, V> region, String text) {
    K key;
    try {
      key = region.key(text);
    } catch (IllegalArgumentException noKey) {
      return Future.succeededFuture(new InspectOutcome.NotAKey());
    }
    var record = region.name() + ":" + region.text(key);
    return guard
        .pass(() -> far.get(List.of(record)))
        .transform((held, thrown) -> {
          var entries = new ArrayList<EntryFigures>();
          var near = region.near(key);
          if (near != null) {
            entries.add(near(region, key, near));
          }
          if (thrown == null) {
            held.getFirst().flatMap(bytes -> far(region, record, bytes)).ifPresent(entries::add);
          }
          return Future.succeededFuture(new InspectOutcome.Held(entries, thrown == null));
        });
  }

  private <K, V extends Record> EntryFigures near(Region<K, V> region, K key, NearEntry<V> entry) {
    var now = region.nanos();
    var stamp = entry.stamp();
    return new EntryFigures(
        Tier.NEAR,
        entry.hit().result().value().isEmpty(),
        stamp.isFresh(now)
            && node.believes(region, entry.loadedAtNanos(), now)
            && region.isAlive(key, entry),
        TimeUnit.NANOSECONDS.toMillis(now - entry.loadedAtNanos()),
        TimeUnit.NANOSECONDS.toMillis(stamp.freshUntilNanos() - now),
        TimeUnit.NANOSECONDS.toMillis(stamp.goneAtNanos() - now),
        entry.weightBytes(),
        stamp.tags(),
        stamp.position());
  }

  private <K, V extends Record> Optional<EntryFigures> far(
      Region<K, V> region, String record, FarStore.Held held) {
    return EntryFormat.decode(held.bytes(), region.spec().codec().schema())
        .map(entry -> {
          var now = region.nanos();
          var times = entry.times();
          var remainingMs = times.remainingMs(held.readAtMs());
          var ageMs = times.lifeMs() - remainingMs;
          var loadedAt = now - TimeUnit.MILLISECONDS.toNanos(ageMs);
          return new EntryFigures(
              Tier.FAR,
              entry.value().isEmpty(),
              ageMs < times.freshMs()
                  && node.believes(region, loadedAt, now)
                  && !node.owed().covers(region.name(), record)
                  && !region.isDead(record, entry.tags(), times.position()),
              ageMs,
              times.freshMs() - ageMs,
              remainingMs,
              held.bytes().length(),
              entry.tags(),
              times.position());
        });
  }
}
