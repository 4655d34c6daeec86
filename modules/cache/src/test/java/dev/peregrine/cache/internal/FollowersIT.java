package dev.peregrine.cache.internal;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.bus.Bus;
import dev.peregrine.bus.BusStats;
import dev.peregrine.cache.CacheClock;
import dev.peregrine.cache.CacheConfig;
import dev.peregrine.cache.CacheStats;
import dev.peregrine.cache.CacheVerticle;
import dev.peregrine.cache.Caches;
import dev.peregrine.cache.FarTier;
import dev.peregrine.cache.RedisConfig;
import dev.peregrine.testkit.Servers;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whom a fence waits for.
class FollowersIT {

  private final Vertx vertx = Vertx.vertx();
  private final String namespace = UUID.randomUUID().toString();
  private final RedisNames names = new RedisNames(namespace);

  /// The usual 50 ms would make a starved machine look like a Redis that is away.
  private final RedisConfig patient =
      new RedisConfig(Optional.empty(), Duration.ofSeconds(5), Duration.ofMillis(500));

  @AfterEach
  void close() {
    await(vertx.close());
  }

  @Test
  void who_has_said_hello_is_waited_for_until_it_tells_how_far_it_is() {
    var log = new RedisFarLog(link(), names);
    var store = new RedisFarStore(link(), names);

    var start = await(log.hello("me"));

    assertThat(await(store.followers())).containsExactly(Map.entry("me", 0L));
    await(log.poll("me", new FarLog.Poll(start.position(), true, false)));
    assertThat(await(store.followers())).containsExactly(Map.entry("me", start.position()));
  }

  @Test
  void so_it_is_in_memory() {
    var far = new MemoryNamespace(1_024, CacheClock.system());
    var log = new MemoryFarLog(vertx, far);

    var start = await(log.hello("me"));

    assertThat(far.followers()).containsExactly(Map.entry("me", 0L));
    assertThat(start.position()).isPositive();
  }

  @Test
  void who_leaves_is_waited_for_no_more() {
    var store = new RedisFarStore(link(), names);
    for (var round = 0; round < 5; round++) {
      var node = Vertx.vertx();
      var bus = Bus.open(node, BusStats.NONE);
      var config = new CacheConfig(namespace, Duration.ofSeconds(1), Map.of());
      var caches = new Caches(bus, config, CacheStats.NONE, CacheClock.system());
      var far = FarTier.redis(patient, Servers.redis());
      await(node.deployVerticle(new CacheVerticle(bus, caches, far)));
      Awaitility.await().until(caches::coherent);
      assertThat(await(store.followers())).hasSize(1);

      await(node.close());

      assertThat(await(store.followers())).as("after round %s", round).isEmpty();
    }
  }

  private RedisLink link() {
    return new RedisLink(vertx, Servers.redis(), patient, "test");
  }
}
