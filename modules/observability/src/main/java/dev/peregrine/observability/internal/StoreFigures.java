package dev.peregrine.observability.internal;

import dev.peregrine.cache.Caches;
import dev.peregrine.cache.RegionFigures;
import dev.peregrine.persistence.Database;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/// What the cache and the database hold and do, for the console.
final class StoreFigures {

  private static final int MOST = 12;
  private static final List<String> NEAR = List.of("near_hit", "near_stale");
  private static final List<String> FAR = List.of("far_hit", "far_stale");
  private static final List<String> LOAD = List.of("load");

  private StoreFigures() {}

  /// Who answered how many reads.
  private record Tiers(long near, long far, long load) {

    static Tiers of(ConsoleSpan span, String region) {
      var newest = span.newest();
      var oldest = span.oldest();
      return new Tiers(
          newest.happened(oldest, region, NEAR),
          newest.happened(oldest, region, FAR),
          newest.happened(oldest, region, LOAD));
    }

    Tiers plus(Tiers other) {
      return new Tiers(near + other.near, far + other.far, load + other.load);
    }

    JsonObject json(ConsoleSpan span) {
      var all = near + far + load;
      return new JsonObject()
          .put("rate", Shown.number(span.meanRate(all)))
          .put("near", Shown.share(near, all))
          .put("far", Shown.share(far, all))
          .put("load", Shown.share(load, all));
    }
  }

  static JsonObject cache(ConsoleSpan span, Caches caches, List<RegionFigures> regions) {
    var all =
        regions.stream()
            .map(region -> Tiers.of(span, region.region()))
            .reduce(new Tiers(0, 0, 0), Tiers::plus);
    return all.json(span)
        .put("coherent", caches.coherent())
        .put(
            "regions",
            Shown.list(
                regions,
                MOST,
                region ->
                    Tiers.of(span, region.region())
                        .json(span)
                        .put("region", Shown.name(region.region()))
                        .put("entries", region.entries())
                        .put("bytes", region.bytes())
                        .put("maxBytes", region.maxBytes())
                        .put("rules", region.rules())));
  }

  static JsonArray pools(Database database) {
    return Shown.list(
        database.pools(),
        MOST,
        pool ->
            new JsonObject()
                .put("pool", Shown.word(pool.purpose()))
                .put("inFlight", pool.inFlight())
                .put("limit", pool.limit()));
  }

  static JsonArray replicas(Database database) {
    return Shown.list(
        database.servers(),
        MOST,
        replica ->
            new JsonObject()
                .put("name", Shown.name(replica.name()))
                .put("state", Shown.word(replica.state()))
                .put("lagMs", replica.lag().toMillis())
                .put("lagBytes", replica.lagBytes())
                .put("inFlight", replica.inFlight()));
  }
}
