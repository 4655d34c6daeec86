package dev.peregrine.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.cache.CacheStats.Event;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What regions do when their node is cut off from the log, on a clock that is turned.
class UnprovenTest {

  private final ManualClock clock = new ManualClock();
  private volatile boolean cut;
  private TestNode node;

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void by_default_the_source_is_asked() {
    cutOff(Unproven.BYPASS);

    assertThat(node.read(7).tier()).isEqualTo(Tier.SOURCE);
    assertThat(node.loads).hasValue(2);
  }

  @Test
  void what_is_in_memory_is_served_and_marked_where_the_region_asks_for_it() {
    cutOff(Unproven.SERVE_STALE);

    var read = node.read(7);

    assertThat(read.tier()).isEqualTo(Tier.NEAR);
    assertThat(read.staleness()).isEqualTo(Staleness.UNPROVEN);
    assertThat(node.count(Event.UNPROVEN)).isEqualTo(1);
    assertThat(node.loads).hasValue(1);
  }

  @Test
  void but_not_for_longer_than_it_says_and_not_what_was_evicted_here() {
    cutOff(Unproven.SERVE_STALE);
    node.evict(7);
    assertThat(node.read(7).staleness()).as("evicted").isEqualTo(Staleness.NONE);
    node.read(8);
    clock.advance(Duration.ofSeconds(10));

    assertThat(node.read(8).tier()).as("too long").isEqualTo(Tier.SOURCE);
  }

  @Test
  void a_reader_with_a_token_gets_nothing_unproven() {
    cutOff(Unproven.SERVE_STALE);

    var read =
        dev.peregrine.testkit.Awaiting.await(
            node.names.read(7L, ReadOptions.atLeast(new Token(1)), TestNode.soon()));

    assertThat(read.tier()).isEqualTo(Tier.SOURCE);
  }

  @Test
  void a_source_that_would_not_bear_it_is_left_alone() {
    cutOff(Unproven.FAIL);

    assertThatThrownBy(() -> node.read(7))
        .isInstanceOfSatisfying(
            BusFailure.class,
            failure -> assertThat(failure.kind()).isEqualTo(FailureKind.UNAVAILABLE));
    assertThat(node.loads).hasValue(1);
    cut = false;
    Awaitility.await().until(node.caches::coherent);
    assertThat(node.read(7).tier()).isNotEqualTo(Tier.SOURCE);
  }

  /// A node with key 7 in memory that has had no proof for longer than its bound.
  private void cutOff(Unproven policy) {
    var region =
        RegionConfig.tuned().whenUnproven(policy).unprovenFor(Duration.ofSeconds(5)).config();
    var config = new CacheConfig("cut", Duration.ofSeconds(1), Map.of(TestNode.REGION, region));
    var far = FarTier.inMemory(1 << 20, clock).disturbedBy(new Cut());
    node = new TestNode(far, config, clock, 1).coherent();
    node.read(7);
    cut = true;
    clock.advance(Duration.ofMillis(1_100));
    Awaitility.await().until(() -> !node.caches.coherent());
  }

  private final class Cut implements Disturbance {

    @Override
    public Future<Void> before(Operation operation) {
      return cut ? Future.failedFuture("cut off") : Future.succeededFuture();
    }

    /// The answer of a poll that was under way is lost, too.
    @Override
    public Future<Void> after(Operation operation) {
      return before(operation);
    }
  }
}
