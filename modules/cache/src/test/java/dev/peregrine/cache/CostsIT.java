package dev.peregrine.cache;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.Disturbance.Operation;
import dev.peregrine.cache.TestNode.Name;
import dev.peregrine.testkit.Servers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What reads and evictions cost, in exchanges with the far tier and loads.
class CostsIT {

  private final CacheConfig config =
      TestNode.config(
          UUID.randomUUID().toString(),
          RegionConfig.tuned().staleAtMost(Duration.ofMinutes(1)).config());
  private final CountedOperations asked = new CountedOperations();

  /// Stands still, so that no node loses patience with another on a busy machine. In Redis leases
  /// run out by themselves all the same; where that would change the costs, the far tier is here.
  private final ManualClock clock = new ManualClock();

  private final List<TestNode> nodes = new ArrayList<>();

  @AfterEach
  void close() {
    nodes.forEach(TestNode::close);
  }

  @Test
  void a_hit_in_the_far_tier_is_one_exchange() {
    var first = node();
    first.read(7);
    Awaitility.await().until(() -> asked.answered(Operation.FILL) == 1);
    var second = node();
    var before = asked.count(Operation.GET);

    var read = second.read(7);

    assertThat(read.tier()).isEqualTo(Tier.FAR);
    assertThat(asked.count(Operation.GET) - before).isEqualTo(1);
    assertThat(asked.count(Operation.LEASE)).as("of the first read").isEqualTo(1);
  }

  @Test
  void a_thousand_callers_on_two_nodes_cost_one_load() {
    var far = FarTier.inMemory(1 << 20, clock).disturbedBy(asked);
    var first = node(far);
    var second = node(far);
    var slow = Promise.<Optional<Name>>promise();
    first.source = id -> slow.future();
    second.source = first.source;
    var leading = first.names.read(7L, TestNode.soon());
    Awaitility.await().until(() -> first.loads.get() == 1);

    var others =
        IntStream.range(0, 1_000)
            .mapToObj(n -> (n % 2 == 0 ? first : second).names.read(7L, TestNode.soon()))
            .toList();
    slow.complete(Optional.of(new Name("once")));

    await(Future.all(others));
    assertThat(await(leading).value()).contains(new Name("once"));
    assertThat(others)
        .allMatch(read -> read.result().value().equals(Optional.of(new Name("once"))));
    assertThat(first.loads.get() + second.loads.get()).isEqualTo(1);
  }

  @Test
  void who_is_overtaken_by_a_fill_between_look_and_lease_loads_nothing() {
    overtake(redis());
  }

  @Test
  void nor_where_the_far_tier_is_in_memory() {
    overtake(FarTier.inMemory(1 << 20, clock));
  }

  private void overtake(FarTier far) {
    var overtaken = Promise.<Void>promise();
    var first = node(far.disturbedBy(asked));
    var second = node(far.disturbedBy(new LateLeases(overtaken.future())));
    var late = second.names.read(7L, TestNode.soon());
    Awaitility.await().until(() -> asked.count(Operation.LEASE) == 1);

    first.read(7);
    Awaitility.await().until(() -> asked.answered(Operation.FILL) == 1);
    overtaken.complete();

    assertThat(await(late).value()).contains(new Name("name 7"));
    assertThat(first.loads).hasValue(1);
    assertThat(second.loads).hasValue(0);
  }

  private final class LateLeases implements Disturbance {
    private final Future<Void> until;

    LateLeases(Future<Void> until) {
      this.until = until;
    }

    @Override
    public Future<Void> before(Operation operation) {
      return asked
          .before(operation)
          .compose(begun -> operation == Operation.LEASE ? until : Future.succeededFuture());
    }

    @Override
    public Future<Void> after(Operation operation) {
      return Future.succeededFuture();
    }
  }

  @Test
  void a_node_that_never_ends_its_load_holds_up_another_for_the_patience_only() {
    var far = FarTier.inMemory(1 << 20, clock).disturbedBy(asked);
    var first = node(far);
    var second = node(far);
    first.source = id -> Promise.<Optional<Name>>promise().future();
    var leading = first.names.read(7L, TestNode.soon());
    Awaitility.await().until(() -> first.loads.get() == 1);
    var waiting = second.names.read(7L, TestNode.soon());
    // Each has looked once; with the third look the other is waiting, and its patience is running.
    Awaitility.await().until(() -> asked.count(Operation.GET) >= 3);

    clock.advance(Duration.ofMillis(299));
    var polled = asked.count(Operation.GET);
    Awaitility.await().until(() -> asked.count(Operation.GET) > polled + 1);
    assertThat(second.loads).as("still patient").hasValue(0);
    clock.advance(Duration.ofMillis(1));

    assertThat(await(waiting).value()).contains(new Name("name 7"));
    assertThat(second.loads).hasValue(1);
    assertThat(second.count(Event.LEASE_PASSED_OVER)).isEqualTo(1);
    assertThat(leading.isComplete()).isFalse();
  }

  @Test
  void an_eviction_by_tag_costs_the_same_for_ten_and_for_ten_thousand() {
    var node = node();
    await(node.names.readAll(LongStream.range(0, 20).boxed().toList(), TestNode.soon()));
    Awaitility.await().until(() -> asked.answered(Operation.FILL) == 1);
    var few = cost(node, "even");
    await(node.names.readAll(LongStream.range(0, 10_000).boxed().toList(), TestNode.soon()));
    // Who reads before it would wait for it, on a clock that stands still.
    Awaitility.await().until(() -> asked.answered(Operation.FILL) == 2);
    var many = cost(node, "even");

    assertThat(few).isEqualTo(1);
    assertThat(many).isEqualTo(1);
    assertThat(node.read(2).tier()).isEqualTo(Tier.SOURCE);
    assertThat(node.read(3).tier()).isEqualTo(Tier.NEAR);
  }

  private long cost(TestNode node, String tag) {
    var before = asked.count(Operation.EVICT);
    await(node.names.evictTag(tag, TestNode.soon()));
    return asked.count(Operation.EVICT) - before;
  }

  private TestNode node() {
    return node(redis().disturbedBy(asked));
  }

  private static FarTier redis() {
    var patient = new RedisConfig(Optional.empty(), Duration.ofSeconds(5), Duration.ofSeconds(1));
    return FarTier.redis(patient, Servers.redis());
  }

  private TestNode node(FarTier far) {
    var node = new TestNode(far, config, clock, 1).coherent();
    nodes.add(node);
    return node;
  }
}
