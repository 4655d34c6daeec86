package dev.peregrine.cache;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.TestNode.Name;
import dev.peregrine.embedded.EmbeddedRedis;
import dev.peregrine.testkit.OwnServers;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisAwayIT {

  /// Where Redis hangs, every exchange costs so much.
  private static final RedisConfig IMPATIENT =
      new RedisConfig(Optional.empty(), Duration.ofSeconds(1), Duration.ofMillis(500));

  private @TempDir Path directory;
  private EmbeddedRedis redis;
  private TestNode node;

  @BeforeEach
  void start() {
    redis = OwnServers.redis(directory.resolve("data"));
    node = node(Duration.ofSeconds(1));
  }

  @AfterEach
  void stop() {
    node.close();
    redis.close();
  }

  @Test
  void no_read_fails_while_redis_is_down_and_memory_is_believed_for_the_bound_only() {
    node.read(1);
    redis.kill();

    var reads =
        IntStream.range(0, 200).mapToObj(n -> node.names.read((long) n, TestNode.soon())).toList();

    await(Future.all(reads));
    Awaitility.await().until(() -> !node.caches.coherent());
    var before = node.loads.get();
    Awaitility.await().until(() -> node.text(1).equals("name 1") && node.loads.get() > before);
  }

  @Test
  void no_read_fails_while_redis_hangs() {
    redis.pause();

    var reads =
        IntStream.range(0, 200).mapToObj(n -> node.names.read((long) n, TestNode.soon())).toList();

    await(Future.all(reads));
    assertThat(node.count(Event.FAR_FAILED)).isPositive();
    redis.resume();
    Awaitility.await().until(node.caches::coherent);
  }

  /// An open load: 2,000 reads a second are made whatever becomes of those before.
  @Test
  void no_read_of_two_thousand_a_second_fails_while_redis_hangs_dies_and_comes_back() {
    var failed = new AtomicInteger();
    var answered = new AtomicInteger();
    var sent = new AtomicInteger();
    var timer =
        node.vertx.setPeriodic(
            5,
            tick -> {
              for (var n = 0; n < 10; n++) {
                var id = (long) sent.incrementAndGet() % 500;
                var _ =
                    node.names
                        .read(id, TestNode.soon())
                        .onSuccess(read -> answered.incrementAndGet())
                        .onFailure(thrown -> failed.incrementAndGet());
              }
            });
    until(() -> sent.get() > 1_000);

    redis.pause();
    var paused = sent.get();
    until(() -> sent.get() > paused + 2_500);
    redis.resume();
    redis.kill();
    var killed = sent.get();
    until(() -> sent.get() > killed + 2_500);
    redis.restart();
    var back = sent.get();
    until(() -> sent.get() > back + 1_000 && node.caches.coherent());

    node.vertx.cancelTimer(timer);
    until(() -> answered.get() + failed.get() == sent.get());
    assertThat(failed).hasValue(0);
  }

  private TestNode node(Duration staleAtMost) {
    var regions = Map.of(TestNode.REGION, RegionConfig.defaults());
    var config = new CacheConfig("away", staleAtMost, regions);
    var far = FarTier.redis(IMPATIENT, redis.uri());
    return new TestNode(far, config, CacheClock.system(), 1).coherent();
  }

  private static void until(Callable<Boolean> condition) {
    Awaitility.await().atMost(Duration.ofMinutes(2)).until(condition);
  }

  @Test
  void redis_is_used_again_when_it_is_back() {
    redis.kill();
    node.read(1);
    redis.restart();
    Awaitility.await().until(node.caches::coherent);

    Awaitility.await()
        .until(() -> {
          node.read(2);
          node.evict(2);
          return node.read(2).tier() == Tier.SOURCE && node.read(2).tier() == Tier.NEAR;
        });
  }

  @Test
  void an_eviction_that_redis_was_not_told_of_is_made_good_when_it_is_back() {
    try (var other = node(Duration.ofSeconds(1))) {
      assertThat(node.text(7)).isEqualTo("name 7");
      Awaitility.await().until(() -> other.read(7).tier() != Tier.SOURCE);
      node.source = id -> Future.succeededFuture(Optional.of(new Name("new")));
      other.source = node.source;
      redis.pause();

      assertThat(node.evict(7)).isEqualTo(Token.NONE);
      assertThat(node.text(7)).isEqualTo("new");
      redis.resume();

      Awaitility.await().until(() -> node.caches.coherent() && other.text(7).equals("new"));
      assertThat(node.text(7)).isEqualTo("new");
    }
  }

  @Test
  void rules_that_redis_was_not_told_of_are_made_good_when_it_is_back() {
    try (var other = node(Duration.ofSeconds(30))) {
      LongStream.of(1, 2, 30).forEach(node::read);
      Awaitility.await()
          .until(() -> LongStream.of(1, 2, 30).allMatch(id -> other.read(id).tier() == Tier.NEAR));
      node.source = id -> Future.succeededFuture(Optional.of(new Name("new")));
      other.source = node.source;
      redis.pause();

      assertThat(await(node.names.evictTag("even", TestNode.soon()))).isEqualTo(Token.NONE);
      assertThat(await(node.names.evictMatching("3*", TestNode.soon()))).isEqualTo(Token.NONE);
      assertThat(node.text(2)).as("here at once").isEqualTo("new");
      assertThat(node.text(30)).isEqualTo("new");
      assertThat(node.count(Event.EVICTION_OWED)).isEqualTo(2);
      redis.resume();

      Awaitility.await()
          .until(() ->
              other.caches.coherent()
                  && other.text(2).equals("new")
                  && other.text(30).equals("new"));
      assertThat(other.text(1)).as("not evicted").isEqualTo("name 1");
    }
  }

  @Test
  void a_region_that_was_evicted_while_redis_was_dead_is_evicted_when_it_is_back() {
    node.read(1);
    redis.kill();

    assertThat(await(node.names.evictAll(TestNode.soon()))).isEqualTo(Token.NONE);
    node.source = id -> Future.succeededFuture(Optional.of(new Name("new")));
    assertThat(node.text(1)).isEqualTo("new");
    redis.restart();

    Awaitility.await().until(node.caches::coherent);
    assertThat(node.text(1)).isEqualTo("new");
    Awaitility.await().until(() -> node.read(1).tier() == Tier.NEAR && owesNothing());
  }

  /// A region that owes is not read from Redis; once it owes nothing, another node's entry is.
  private boolean owesNothing() {
    try (var other = node(Duration.ofSeconds(1))) {
      other.read(77);
      Awaitility.await().until(() -> other.read(77).tier() == Tier.NEAR);
      return node.read(77).tier() == Tier.FAR;
    }
  }
}
