package dev.peregrine.cache;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.Disturbance.Operation;
import dev.peregrine.cache.TestNode.Name;
import dev.peregrine.testkit.Servers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadAllIT {

  private static final List<Long> TEN_THOUSAND = LongStream.range(0, 10_000).boxed().toList();

  private final CountedOperations asked = new CountedOperations();
  private final CacheConfig config =
      TestNode.config(
          UUID.randomUUID().toString(),
          RegionConfig.tuned().staleAtMost(Duration.ofMinutes(1)).config());
  private final FarTier redis =
      FarTier.redis(
          new RedisConfig(Optional.empty(), Duration.ofSeconds(2), Duration.ofMillis(500)),
          Servers.redis());
  private final TestNode node = node(redis.disturbedBy(asked)).coherent();

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void ten_thousand_keys_are_one_look_up_one_lease_and_one_load() {
    var read = readAll(node, TEN_THOUSAND);

    assertThat(read).hasSize(10_000);
    assertThat(read.get(77L).value()).contains(new Name("name 77"));
    assertThat(asked.count(Operation.GET)).isEqualTo(1);
    assertThat(asked.count(Operation.LEASE)).isEqualTo(1);
    assertThat(node.bulkLoads).hasValue(1);
    assertThat(node.loads).hasValue(0);
    Awaitility.await().until(() -> asked.count(Operation.FILL) == 1);
  }

  @Test
  void what_is_in_memory_asks_nobody_and_what_is_in_redis_no_source() {
    readAll(node, TEN_THOUSAND);
    var again = readAll(node, TEN_THOUSAND);

    assertThat(again.values()).allMatch(read -> read.tier() == Tier.NEAR);
    assertThat(asked.count(Operation.GET)).isEqualTo(1);
    Awaitility.await().until(() -> asked.answered(Operation.FILL) == 1);
    try (var other = node(redis).coherent()) {
      assertThat(readAll(other, List.of(5L, 9_999L)).values())
          .allMatch(read -> read.tier() == Tier.FAR);
      assertThat(readAll(other, TEN_THOUSAND.subList(100, 200)).values())
          .allMatch(read -> read.tier() == Tier.FAR);
    }
  }

  @Test
  void keys_are_answered_in_their_order_once_each_and_absent_ones_too() {
    node.source =
        id -> Future.succeededFuture(id == 2 ? Optional.empty() : Optional.of(new Name("n" + id)));

    var read = readAll(node, List.of(3L, 2L, 3L, 1L));

    assertThat(read.keySet()).containsExactly(3L, 2L, 1L);
    assertThat(read.get(2L).value()).isEmpty();
    assertThat(readAll(node, List.of())).isEmpty();
  }

  @Test
  void who_reads_one_of_the_keys_meanwhile_waits_for_the_same_load() {
    var slow = Promise.<Optional<Name>>promise();
    node.source = id -> slow.future();
    var all = node.names.readAll(List.of(1L, 2L), TestNode.soon());
    Awaitility.await().untilAtomic(node.bulkLoads, Matchers.is(1));

    var one = node.names.read(2L, TestNode.soon());
    slow.complete(Optional.of(new Name("late")));

    assertThat(await(one).value()).contains(new Name("late"));
    assertThat(await(all)).hasSize(2);
    assertThat(node.loads).hasValue(0);
    assertThat(node.count(Event.COALESCED)).isEqualTo(1);
  }

  @Test
  void an_eviction_during_the_load_leaves_nothing_old() {
    var slow = Promise.<Optional<Name>>promise();
    node.source = id -> slow.future();
    var all = node.names.readAll(List.of(1L, 2L), TestNode.soon());
    Awaitility.await().untilAtomic(node.bulkLoads, Matchers.is(1));

    node.evict(2);
    slow.complete(Optional.of(new Name("old")));
    await(all);
    node.source = id -> Future.succeededFuture(Optional.of(new Name("new")));

    assertThat(node.text(1)).isEqualTo("old");
    assertThat(node.text(2)).isEqualTo("new");
  }

  @Test
  void what_redis_has_is_there_although_the_source_failed() {
    readAll(node, List.of(1L));
    Awaitility.await().until(() -> asked.count(Operation.FILL) == 1);
    try (var other = node(redis).coherent()) {
      Awaitility.await().until(() -> other.read(1).tier() != Tier.SOURCE);
      other.evict(99);
      other.source = id -> Future.failedFuture(new IllegalStateException("away"));

      assertThatThrownBy(() -> readAll(other, List.of(1L, 2L))).hasMessageContaining("source");
      assertThat(other.text(1)).isEqualTo("name 1");
    }
  }

  @Test
  void without_redis_the_source_is_asked_once_for_all() {
    try (var lonely = node(redis.disturbedBy(Disturbance.failing(1.5, 1)))) {
      assertThat(readAll(lonely, TEN_THOUSAND.subList(0, 500))).hasSize(500);
      assertThat(lonely.bulkLoads).hasValue(1);
    }
  }

  @Test
  void too_many_keys_are_refused() {
    var tooMany = LongStream.range(0, 10_001).boxed().toList();

    assertThatThrownBy(() -> readAll(node, tooMany))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 10000");
    assertThat(node.bulkLoads).hasValue(0);
  }

  @CanIgnoreReturnValue
  private static Map<Long, Read<Name>> readAll(TestNode where, Collection<Long> keys) {
    return await(where.names.readAll(keys, TestNode.soon()));
  }

  private TestNode node(FarTier far) {
    return new TestNode(far, config, CacheClock.system(), 1);
  }
}
