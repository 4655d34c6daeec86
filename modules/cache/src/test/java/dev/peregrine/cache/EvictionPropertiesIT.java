package dev.peregrine.cache;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.BusStats;
import dev.peregrine.cache.TestNode.Name;
import dev.peregrine.cache.TestNode.NameCodec;
import dev.peregrine.testkit.Servers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Evictions of every kind against a naive model, with keys that mean something to somebody.
///
/// `-Devictions.seed` repeats a run, `-Devictions.rounds` makes it longer.
@Tag("chance")
class EvictionPropertiesIT {

  private static final long SEED = Long.getLong("evictions.seed", System.nanoTime());
  private static final int ROUNDS = Integer.getInteger("evictions.rounds", 40);
  private static final int EVICTIONS = 4;

  /// No key of a model is so long.
  private static final String LAST = "the last of the log, as far as we know";

  private final String namespace = UUID.randomUUID().toString();

  /// A node with a region a round. Its bound is long, so that a starved machine evicts nothing.
  private static final class Node implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx();
    private final List<Cache<String, Name>> regions;

    Node(String namespace, List<EvictionModel> models, Function<String, String> source) {
      var names =
          IntStream.range(0, models.size())
              .boxed()
              .collect(Collectors.toMap(n -> "r" + n, n -> RegionConfig.defaults()));
      var bus = Bus.open(vertx, BusStats.NONE);
      var config = new CacheConfig(namespace, Duration.ofSeconds(30), names);
      var caches = new Caches(bus, config, (name, event) -> {});
      regions = new ArrayList<>();
      for (var model : models) {
        regions.add(region(caches, "r" + regions.size(), model, source));
      }
      var redis = new RedisConfig(Optional.empty(), Duration.ofSeconds(5), Duration.ofMillis(500));
      await(vertx.deployVerticle(new CacheVerticle(bus, caches, redis, Servers.redis())));
      Awaitility.await().until(caches::coherent);
    }

    private static Cache<String, Name> region(
        Caches caches, String name, EvictionModel model, Function<String, String> source) {
      return caches
          .<String, Name>cache(name)
          .keys(key -> key, text -> text)
          .codec(new NameCodec(1))
          .loader((key, call) ->
              Future.succeededFuture(
                  Loaded.found(new Name(source.apply(key)))
                      .tagged(model.tagsOf(key).toArray(String[]::new))))
          .build();
    }

    String read(int region, String key) {
      return await(regions.get(region).read(key, TestNode.soon())).value().orElseThrow().text();
    }

    Map<String, String> readAll(int region, EvictionModel model) {
      return model.keys().stream().collect(Collectors.toMap(key -> key, key -> read(region, key)));
    }

    @Override
    public void close() {
      await(vertx.close());
    }
  }

  @Test
  void whatever_is_evicted_goes_and_all_else_stays() {
    System.out.println("evictions: seed " + SEED);
    var models = new ArrayList<EvictionModel>();
    var random = new Random(SEED);
    for (var n = 0; n < ROUNDS; n++) {
      models.add(new EvictionModel(random));
    }
    var versions = new ArrayList<Integer>(List.of(0));
    Function<String, String> source = key -> "v" + versions.getLast();
    try (var one = new Node(namespace, models, source);
        var two = new Node(namespace, models, source);
        var late = new Node(namespace, models, source)) {
      for (var round = 0; round < ROUNDS; round++) {
        var model = models.get(round);
        var expected = new HashMap<>(one.readAll(round, model));
        assertThat(two.readAll(round, model)).isEqualTo(expected);
        for (var n = 0; n < EVICTIONS; n++) {
          var last = two.read(round, LAST);
          versions.add(versions.size());
          evict(one.regions.get(round), model, expected, "v" + versions.getLast());
          var region = round;
          Awaitility.await().until(() -> !two.read(region, LAST).equals(last));

          assertThat(one.readAll(round, model)).as("seed " + SEED).isEqualTo(expected);
          assertThat(two.readAll(round, model)).as("seed " + SEED).isEqualTo(expected);
        }
        assertThat(late.readAll(round, model))
            .as("from Redis, or if a fill is late, from the source, seed " + SEED)
            .allSatisfy(
                (key, value) -> assertThat(value).isIn(expected.get(key), source.apply(key)));
      }
    }
  }

  private static void evict(
      Cache<String, Name> region, EvictionModel model, Map<String, String> expected, String next) {
    var selection = model.selection();
    expected.replaceAll((key, value) -> model.means(selection, key) ? next : value);
    var _ =
        await(
            switch (selection) {
              case Selection.Key(var text) -> region.evict(text, TestNode.soon());
              case Selection.Tag(var name) -> region.evictTag(name, TestNode.soon());
              case Selection.Pattern(var text) -> region.evictMatching(text, TestNode.soon());
              case Selection.Everything() -> region.evictAll(TestNode.soon());
            });
    // Whoever has applied this has applied the other too.
    await(region.evict(LAST, TestNode.soon()));
  }
}
