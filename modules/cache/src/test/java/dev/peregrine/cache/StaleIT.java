package dev.peregrine.cache;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.Disturbance.Operation;
import dev.peregrine.cache.TestNode.Name;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is served although it is stale, and what never is, on a far tier in this process and a
/// clock that is turned.
class StaleIT {

  private static final Duration OFF = Duration.ZERO;
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration BEYOND = Duration.ofSeconds(61);
  private static final Duration SHORT = Duration.ofSeconds(10);

  private final ManualClock clock = new ManualClock();
  private final CountedOperations asked = new CountedOperations();
  private final FarTier far = FarTier.inMemory(1 << 20, clock).disturbedBy(asked);
  private final List<TestNode> nodes = new ArrayList<>();

  @AfterEach
  void close() {
    nodes.forEach(TestNode::close);
  }

  @Test
  void a_stale_value_is_served_at_once_while_one_refresh_runs() {
    var node = node(LONG, OFF);
    var slow = loadedAndStale(node);

    var reads =
        IntStream.range(0, 500).mapToObj(n -> node.names.read(7L, TestNode.soon())).toList();

    assertThat(reads).allSatisfy(read -> assertThat(read.isComplete()).isTrue());
    assertThat(reads)
        .allSatisfy(read -> {
          assertThat(read.result().value()).contains(new Name("old"));
          assertThat(read.result().staleness()).isEqualTo(Staleness.REVALIDATING);
        });
    Awaitility.await().until(() -> node.loads.get() == 2);
    assertThat(node.count(Event.REFRESH)).isEqualTo(1);
    slow.complete(Optional.of(new Name("new")));
    Awaitility.await().until(() -> node.text(7).equals("new"));
    assertThat(node.read(7).staleness()).isEqualTo(Staleness.NONE);
    assertThat(node.loads).as("one refresh").hasValue(2);
    assertThat(node.count(Event.NEAR_STALE)).isGreaterThanOrEqualTo(500);
  }

  @Test
  void two_nodes_refresh_a_key_once() {
    var one = node(LONG, OFF);
    var two = node(LONG, OFF);
    one.source = id -> Future.succeededFuture(Optional.of(new Name("old")));
    two.source = one.source;
    one.read(7);
    Awaitility.await().until(() -> two.read(7).tier() == Tier.NEAR);
    var before = one.loads.get() + two.loads.get();
    var slow = Promise.<Optional<Name>>promise();
    one.source = id -> slow.future();
    two.source = one.source;
    clock.advance(BEYOND);
    var leases = asked.answered(Operation.LEASE);

    assertThat(List.of(one, two)).allMatch(StaleIT::isStale);
    Awaitility.await().until(() -> asked.answered(Operation.LEASE) >= leases + 2);
    Awaitility.await().until(() -> one.loads.get() + two.loads.get() == before + 1);
    assertThat(List.of(one, two)).allMatch(StaleIT::isStale);
    slow.complete(Optional.of(new Name("new")));

    Awaitility.await().until(() -> one.text(7).equals("new") && two.text(7).equals("new"));
    assertThat(one.loads.get() + two.loads.get()).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "OVERLOADED", "DEADLINE"})
  void a_stale_value_is_served_when_the_source_is_away(FailureKind kind) {
    var node = node(OFF, LONG);
    loadedAndStale(node);
    node.source = id -> Future.failedFuture(new BusFailure(kind, "source", "away"));
    var before = node.loads.get();

    var reads = IntStream.range(0, 50).mapToObj(n -> node.names.read(7L, TestNode.soon())).toList();

    await(Future.all(reads));
    assertThat(reads)
        .allSatisfy(read -> assertThat(read.result().staleness()).isEqualTo(Staleness.ON_ERROR));
    assertThat(node.text(7)).isEqualTo("old");
    assertThat(node.loads.get() - before).as("the source is left alone for a while").isEqualTo(1);
    assertThat(node.count(Event.STALE_ON_ERROR)).isEqualTo(51);
    node.source = id -> Future.succeededFuture(Optional.of(new Name("back")));
    clock.advance(SHORT);
    Awaitility.await().until(() -> node.text(7).equals("back"));
  }

  @Test
  void a_read_that_overtakes_a_failing_refresh_starts_no_other() {
    var node = node(OFF, LONG);
    var ids = LongStream.range(0, 500).boxed().toList();
    node.source = id -> Future.succeededFuture(Optional.of(new Name("old")));
    await(node.names.readAll(ids, TestNode.soon()));
    goAway(node);
    clock.advance(BEYOND);
    var before = node.loads.get();

    for (var id : ids) {
      var reads = new ArrayList<Future<Read<Name>>>();
      do {
        reads.add(node.names.read(id, TestNode.soon()));
      } while (!reads.getFirst().isComplete() && reads.size() < 10_000);
      await(Future.all(reads));
    }

    assertThat(node.loads.get() - before).as("one for each key").isEqualTo(ids.size());
  }

  @Test
  void a_fault_of_the_source_is_no_excuse() {
    var node = node(OFF, LONG);
    loadedAndStale(node);
    node.source =
        id -> Future.failedFuture(new BusFailure(FailureKind.INTERNAL, "source", "broken"));

    assertThatThrownBy(() -> node.read(7)).hasMessageContaining("broken");
  }

  @Test
  void what_was_evicted_is_never_served_stale() {
    var node = node(LONG, LONG);
    loadedAndStale(node);
    goAway(node);
    assertThat(node.text(7)).isEqualTo("old");
    awaitFailedRefresh(node);

    node.evict(7);

    assertThatThrownBy(() -> node.read(7)).hasMessageContaining("away");
  }

  @Test
  void what_was_evicted_by_tag_is_never_served_stale_on_any_node() {
    var node = node(LONG, LONG);
    loadedAndStale(node);
    var other = node(LONG, LONG);
    goAway(node);
    goAway(other);
    assertThat(node.text(7)).isEqualTo("old");
    assertThat(other.text(7)).isEqualTo("old");
    awaitFailedRefresh(node);
    awaitFailedRefresh(other);

    var token = await(node.names.evictTag("odd", TestNode.soon()));

    assertThatThrownBy(() -> node.read(7)).hasMessageContaining("away");
    assertThatThrownBy(
            () -> await(other.names.read(7L, ReadOptions.atLeast(token), TestNode.soon())))
        .hasMessageContaining("away");
  }

  @Test
  void what_is_evicted_while_the_source_is_waited_for_is_not_served() {
    var node = node(OFF, LONG);
    var slow = loadedAndStale(node);
    var before = node.loads.get();
    var read = node.names.read(7L, TestNode.soon());
    Awaitility.await().until(() -> node.loads.get() > before);

    node.evict(7);
    node.source = id -> Future.succeededFuture(Optional.of(new Name("new")));
    slow.fail(new BusFailure(FailureKind.UNAVAILABLE, "source", "away"));

    assertThat(await(read).value()).contains(new Name("new"));
  }

  @Test
  void who_has_seen_something_newer_is_not_served_what_is_stale() {
    var node = node(LONG, LONG);
    loadedAndStale(node);
    node.source = id -> Future.succeededFuture(Optional.of(new Name("new")));

    var token = node.evict(99);
    var read = await(node.names.read(7L, ReadOptions.atLeast(token), TestNode.soon()));

    assertThat(read.value()).contains(new Name("new"));
    assertThat(read.staleness()).isEqualTo(Staleness.NONE);
  }

  @Test
  void that_there_is_nothing_is_never_served_stale() {
    var node = node(LONG, LONG);
    node.source = id -> Future.succeededFuture(Optional.empty());
    assertThat(node.read(7).value()).isEmpty();
    node.source = id -> Future.succeededFuture(Optional.of(new Name("new")));

    clock.advance(BEYOND);

    var read = node.read(7);
    assertThat(read.staleness()).isEqualTo(Staleness.NONE);
    assertThat(read.value()).contains(new Name("new"));
  }

  @Test
  void a_region_that_does_not_ask_for_it_serves_nothing_stale() {
    var node = node(OFF, OFF);
    loadedAndStale(node);
    goAway(node);

    assertThatThrownBy(() -> node.read(7)).hasMessageContaining("away");
  }

  @Test
  void a_value_beyond_its_time_is_not_served() {
    var node = node(OFF, SHORT);
    loadedAndStale(node);
    goAway(node);
    assertThat(node.read(7).staleness()).isEqualTo(Staleness.ON_ERROR);

    clock.advance(SHORT);

    assertThatThrownBy(() -> node.read(7)).hasMessageContaining("away");
  }

  private TestNode node(Duration whileRevalidate, Duration ifError) {
    var region =
        RegionConfig.tuned()
            .freshFor(Duration.ofMinutes(1))
            .absentFor(SHORT)
            .jitterPercent(0)
            .staleWhileRevalidateFor(whileRevalidate)
            .staleIfErrorFor(ifError)
            .config();
    // The clock stands still between turns, so the node's proof does, too.
    var config = new CacheConfig("stale", Duration.ofDays(1), Map.of(TestNode.REGION, region));
    var made = new TestNode(far, config, clock, 1).coherent();
    nodes.add(made);
    return made;
  }

  /// Loads a key as `old` and turns the clock until it is stale in both tiers, while the source
  /// answers nobody until the promise is kept.
  @CanIgnoreReturnValue
  private Promise<Optional<Name>> loadedAndStale(TestNode node) {
    var fills = asked.answered(Operation.FILL);
    node.source = id -> Future.succeededFuture(Optional.of(new Name("old")));
    node.read(7);
    Awaitility.await().until(() -> asked.answered(Operation.FILL) > fills);
    var slow = Promise.<Optional<Name>>promise();
    node.source = id -> slow.future();
    clock.advance(BEYOND);
    return slow;
  }

  private static void goAway(TestNode node) {
    var away = new BusFailure(FailureKind.UNAVAILABLE, "source", "away");
    node.source = id -> Future.failedFuture(away);
  }

  /// Its lease is given back: who came meanwhile would wait for it, on a clock that stands still.
  private static void awaitFailedRefresh(TestNode node) {
    Awaitility.await().until(() -> node.count(Event.REFRESH_FAILED) > 0);
  }

  private static boolean isStale(TestNode node) {
    return node.read(7).staleness() == Staleness.REVALIDATING;
  }
}
