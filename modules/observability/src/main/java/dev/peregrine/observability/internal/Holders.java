package dev.peregrine.observability.internal;

import dev.peregrine.cache.Caches;
import dev.peregrine.cache.RegionFigures;
import dev.peregrine.observability.Bound;
import dev.peregrine.persistence.Database;
import dev.peregrine.persistence.PoolState;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// The bounds of what every house has: regions of the cache, pools of the database.
public final class Holders {

  private Holders() {}

  /// Returns them.
  ///
  /// @param caches the node's regions, all declared
  /// @param database the node's pools
  public static List<Bound> of(Caches caches, Database database) {
    var regions =
        caches.figures().stream()
            .map(RegionFigures::region)
            .map(name ->
                new Bound(
                    "cache." + name,
                    "bytes",
                    () -> region(caches, name, RegionFigures::bytes),
                    () -> region(caches, name, RegionFigures::maxBytes)));
    var pools =
        database.pools().stream()
            .map(PoolState::purpose)
            .distinct()
            .map(purpose ->
                new Bound(
                    "pool." + purpose.name().toLowerCase(Locale.ROOT),
                    "statements",
                    () -> pool(database, purpose, PoolState::inFlight),
                    () -> pool(database, purpose, PoolState::limit)));
    return Stream.concat(regions, pools).toList();
  }

  private static double region(Caches caches, String name, ToDoubleFunction<RegionFigures> figure) {
    return caches.figures().stream()
        .filter(one -> one.region().equals(name))
        .mapToDouble(figure)
        .sum();
  }

  private static double pool(
      Database database,
      dev.peregrine.persistence.Purpose purpose,
      ToDoubleFunction<PoolState> figure) {
    return database.pools().stream()
        .filter(one -> one.purpose() == purpose)
        .mapToDouble(figure)
        .sum();
  }
}
