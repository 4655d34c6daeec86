package dev.peregrine.cache;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.TestNode.Name;
import dev.peregrine.embedded.EmbeddedRedis;
import dev.peregrine.embedded.EmbeddedRedisConfig;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisAwayIT {

  private @TempDir Path directory;
  private EmbeddedRedis redis;
  private TestNode node;

  @BeforeEach
  void start() {
    redis =
        EmbeddedRedis.start(
            new EmbeddedRedisConfig(
                directory.resolve("data"), directory.resolve("bin"), 0, 64L << 20));
    node = new TestNode(redis.uri(), "away").coherent();
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
    try (var other = new TestNode(redis.uri(), "away").coherent()) {
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
}
