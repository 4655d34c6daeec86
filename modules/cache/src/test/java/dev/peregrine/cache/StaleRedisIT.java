package dev.peregrine.cache;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.TestNode.Name;
import dev.peregrine.testkit.Servers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What Redis holds that is stale, on the clocks that nobody turns.
class StaleRedisIT {

  private final String namespace = UUID.randomUUID().toString();

  @Test
  void a_node_serves_what_redis_has_that_is_stale() {
    try (var one = node();
        var other = node()) {
      one.source = id -> Future.succeededFuture(Optional.of(new Name("old")));
      var fresh = one.read(7);
      one.source = id -> Promise.<Optional<Name>>promise().future();
      // Redis counts from the fill, which came a moment after the load.
      Awaitility.await().until(() -> fresh.freshFor().isNegative() && isStaleInRedis(other));
      other.source = one.source;

      var near = one.read(7);
      var read = other.read(7);

      assertThat(near.tier()).isEqualTo(Tier.NEAR);
      assertThat(near.staleness()).isEqualTo(Staleness.REVALIDATING);
      assertThat(near.freshFor()).isNegative();
      assertThat(read.value()).contains(new Name("old"));
      assertThat(read.tier()).isEqualTo(Tier.FAR);
      assertThat(read.staleness()).isEqualTo(Staleness.REVALIDATING);
      assertThat(read.freshFor()).isNegative();
      assertThat(other.count(Event.FAR_STALE)).isEqualTo(1);
    }
  }

  private static boolean isStaleInRedis(TestNode node) {
    var question = new InspectEntry(TestNode.REGION, "7");
    var outcome = await(node.bus.ask(CachePort.INSPECT, question, TestNode.soon()));
    return ((InspectOutcome.Held) outcome)
        .entries().stream().anyMatch(one -> one.tier() == Tier.FAR && one.freshForMs() < 0);
  }

  private TestNode node() {
    var patient = new RedisConfig(Optional.empty(), Duration.ofSeconds(5), Duration.ofSeconds(1));
    var region =
        RegionConfig.tuned()
            .freshFor(Duration.ofSeconds(1))
            .staleWhileRevalidateFor(Duration.ofMinutes(5))
            .config();
    var config =
        new CacheConfig(namespace, Duration.ofSeconds(30), Map.of(TestNode.REGION, region));
    var far = FarTier.redis(patient, Servers.redis());
    return new TestNode(far, config, CacheClock.system(), 1).coherent();
  }
}
