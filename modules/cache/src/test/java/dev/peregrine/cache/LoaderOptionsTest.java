package dev.peregrine.cache;

import static dev.peregrine.cache.TestNode.soon;
import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.TestNode.Name;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What loaders and readers can ask for, on a far tier in this process and a clock that is turned.
class LoaderOptionsTest {

  private final ManualClock clock = new ManualClock();
  private final List<TestNode> nodes = new ArrayList<>();

  @AfterEach
  void close() {
    nodes.forEach(TestNode::close);
  }

  @Test
  void an_entry_ends_when_the_clock_says_so() {
    var node = node(tuning -> tuning.freshFor(Duration.ofMinutes(5)).jitterPercent(0));
    node.read(7);

    clock.advance(Duration.ofMinutes(5).minusMillis(1));
    assertThat(node.read(7).tier()).isEqualTo(Tier.NEAR);
    clock.advance(Duration.ofMillis(1));

    assertThat(node.read(7).tier()).isEqualTo(Tier.SOURCE);
  }

  @Test
  void a_loader_may_shorten_the_life_of_an_entry_and_not_lengthen_it() {
    var node = node(tuning -> tuning.freshFor(Duration.ofMinutes(5)));
    node.shape = loaded -> loaded.freshFor(Duration.ofSeconds(10));
    node.read(1);
    node.shape = loaded -> loaded.freshFor(Duration.ofDays(10));
    node.read(2);

    clock.advance(Duration.ofSeconds(11));
    assertThat(node.read(1).tier()).isEqualTo(Tier.SOURCE);
    assertThat(node.read(2).tier()).isEqualTo(Tier.NEAR);
    clock.advance(Duration.ofMinutes(5));

    assertThat(node.read(2).tier()).isEqualTo(Tier.SOURCE);
  }

  @Test
  void a_life_that_is_none_is_refused() {
    var loaded = Loaded.found(new Name("x"));

    assertThatThrownBy(() -> loaded.freshFor(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1ms to 365d");
    assertThatThrownBy(() -> loaded.freshFor(Duration.ofDays(366)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void what_is_not_to_be_stored_is_served_and_forgotten_by_both_tiers() {
    var node = node(tuning -> tuning);
    node.shape = Loaded::notStored;

    assertThat(node.text(7)).isEqualTo("name 7");
    assertThat(node.text(7)).isEqualTo("name 7");

    assertThat(node.loads).hasValue(2);
    assertThat(node.count(Event.OVERSIZE)).isZero();
    assertThat(inspected(node)).isEmpty();
  }

  @Test
  void what_was_not_modified_is_fresh_again_with_its_tags() {
    var node =
        node(
            tuning -> tuning.freshFor(Duration.ofSeconds(60)).staleIfErrorFor(Duration.ofHours(1)));
    node.read(8);
    node.modified = false;
    clock.advance(Duration.ofSeconds(61));

    assertThat(node.text(8)).isEqualTo("name 8");

    assertThat(node.loads).hasValue(1);
    assertThat(node.count(Event.NOT_MODIFIED)).isEqualTo(1);
    assertThat(node.read(8).staleness()).isEqualTo(Staleness.NONE);
    await(node.names.evictTag("even", TestNode.soon()));
    assertThat(node.read(8).tier()).as("it kept its tag").isEqualTo(Tier.SOURCE);
  }

  @Test
  void to_say_not_modified_when_nothing_was_held_is_a_fault() {
    var node = node(tuning -> tuning);
    node.shape = loaded -> Loaded.notModified();

    assertThatThrownBy(() -> node.read(7))
        .isInstanceOf(BusFailure.class)
        .hasMessageContaining("nothing was held");
  }

  @Test
  void a_hit_near_its_end_is_fetched_again_behind_the_answer() {
    var node =
        node(tuning ->
            tuning
                .freshFor(Duration.ofSeconds(60))
                .refreshAheadFor(Duration.ofSeconds(10))
                .jitterPercent(0));
    node.read(7);
    clock.advance(Duration.ofSeconds(49));
    node.read(7);
    assertThat(node.loads).hasValue(1);
    node.source = id -> Future.succeededFuture(Optional.of(new Name("new")));
    clock.advance(Duration.ofSeconds(2));

    assertThat(node.text(7)).as("at once").isEqualTo("name 7");

    Awaitility.await().until(() -> node.text(7).equals("new"));
    assertThat(node.loads).hasValue(2);
    assertThat(node.count(Event.REFRESH_AHEAD)).isPositive();
  }

  @Test
  void a_loader_that_never_ends_gives_its_place_back() {
    var node = node(tuning -> tuning.loads(1).hardLoadTimeout(Duration.ofMillis(100)));
    node.source = id -> Promise.<Optional<Name>>promise().future();
    assertThatThrownBy(() -> node.read(7)).hasMessageContaining("late");
    node.source = id -> Future.succeededFuture(Optional.of(new Name("back")));

    assertThat(node.text(8)).isEqualTo("back");
    assertThat(node.count(Event.LOAD_REFUSED)).isZero();
  }

  @Test
  void with_something_stale_a_slow_load_is_not_waited_for() {
    var node =
        node(tuning ->
            tuning
                .freshFor(Duration.ofSeconds(60))
                .staleIfErrorFor(Duration.ofHours(1))
                .softLoadTimeout(Duration.ofMillis(50)));
    node.read(7);
    var slow = Promise.<Optional<Name>>promise();
    node.source = id -> slow.future();
    clock.advance(Duration.ofSeconds(61));

    var read = node.read(7);

    assertThat(read.staleness()).isEqualTo(Staleness.ON_ERROR);
    slow.complete(Optional.of(new Name("late, and remembered")));
    Awaitility.await().until(() -> node.text(7).equals("late, and remembered"));
    assertThat(node.loads).hasValue(2);
  }

  @Test
  void a_source_that_never_answers_costs_half_of_the_deadline_once() {
    var node =
        node(
            tuning -> tuning.freshFor(Duration.ofSeconds(60)).staleIfErrorFor(Duration.ofHours(1)));
    var ids = List.of(1L, 2L, 3L, 4L, 5L);
    await(node.names.readAll(ids, soon()));
    node.source = id -> Promise.<Optional<Name>>promise().future();
    clock.advance(Duration.ofSeconds(61));

    // A busy machine may add to what one of them costs; after three seconds the refresh fails.
    var cost = ids.stream().map(id -> costMs(node, id)).filter(ms -> ms < 2_900).findFirst();

    assertThat(cost).isPresent();
  }

  private static long costMs(TestNode node, long id) {
    var start = System.nanoTime();
    var first = await(node.names.read(id, Call.background("test", Duration.ofSeconds(4))));
    var waitedMs = (System.nanoTime() - start) / 1_000_000;
    var second = node.names.read(id, Call.background("test", Duration.ofSeconds(2)));
    assertThat(first.staleness()).isEqualTo(Staleness.ON_ERROR);
    assertThat(waitedMs).isGreaterThanOrEqualTo(1_900);
    assertThat(second.isComplete()).isTrue();
    assertThat(second.result().staleness()).isEqualTo(Staleness.ON_ERROR);
    return waitedMs;
  }

  @Test
  void a_loader_that_answers_null_is_a_fault_and_blocks_nobody() {
    var node = node(tuning -> tuning.loads(1));
    node.source = id -> null;
    assertThatThrownBy(() -> node.read(7)).isInstanceOf(BusFailure.class);
    node.source = id -> Future.succeededFuture(Optional.of(new Name("back")));

    assertThat(node.text(7)).isEqualTo("back");
  }

  @Test
  void a_value_that_the_codec_cannot_write_is_served_and_not_remembered() {
    var node = node(tuning -> tuning);
    node.source = id -> Future.succeededFuture(Optional.of(new Name(TestNode.UNWRITABLE)));

    assertThat(node.text(7)).isEqualTo(TestNode.UNWRITABLE);
    assertThat(node.text(7)).isEqualTo(TestNode.UNWRITABLE);

    assertThat(node.loads).hasValue(2);
    assertThat(node.count(Event.UNWRITABLE)).isEqualTo(2);
    assertThat(await(node.names.put(7L, Loaded.found(new Name(TestNode.UNWRITABLE)), soon())))
        .isEqualTo(new PutOutcome.NotStored());
  }

  @Test
  void a_loader_that_throws_an_error_gives_its_place_back() {
    var node = node(tuning -> tuning.loads(1));
    node.source =
        id -> {
          throw new AssertionError("broken on purpose");
        };
    assertThatThrownBy(() -> node.read(7)).isInstanceOf(BusFailure.class);
    node.source = id -> Future.succeededFuture(Optional.of(new Name("back")));

    assertThat(node.text(7)).isEqualTo("back");
    assertThat(node.count(Event.LOAD_REFUSED)).isZero();
  }

  @Test
  void a_tier_that_is_left_out_neither_answers_nor_remembers() {
    var node = node(tuning -> tuning);

    assertThat(only(node, Tiers.FAR).tier()).isEqualTo(Tier.SOURCE);
    Awaitility.await().until(() -> only(node, Tiers.FAR).tier() == Tier.FAR);
    assertThat(inspected(node)).extracting(EntryFigures::tier).containsExactly(Tier.FAR);
    assertThat(only(node, Tiers.NEAR).tier()).isEqualTo(Tier.SOURCE);
    assertThat(only(node, Tiers.NEAR).tier()).isEqualTo(Tier.NEAR);
    assertThat(only(node, Tiers.NONE).tier()).isEqualTo(Tier.SOURCE);
    assertThat(node.loads).hasValue(3);
  }

  @Test
  void what_only_memory_holds_is_evicted_like_the_rest() {
    var node = node(tuning -> tuning);
    only(node, Tiers.NEAR);
    node.evict(7);

    assertThat(only(node, Tiers.NEAR).tier()).isEqualTo(Tier.SOURCE);
    assertThat(node.loads).hasValue(2);
  }

  private TestNode node(UnaryOperator<RegionTuning> tuned) {
    var region = tuned.apply(RegionConfig.tuned()).config();
    var far = FarTier.inMemory(1 << 20, clock);
    // The clock stands still between turns, so the node's proof does, too.
    var config = new CacheConfig("test", Duration.ofDays(1), java.util.Map.of("names", region));
    var node = new TestNode(far, config, clock, 1).coherent();
    nodes.add(node);
    return node;
  }

  @CanIgnoreReturnValue
  private static Read<Name> only(TestNode node, Tiers tiers) {
    return await(node.names.read(7L, ReadOptions.only(tiers), TestNode.soon()));
  }

  private static List<EntryFigures> inspected(TestNode node) {
    var asked = node.bus.ask(CachePort.INSPECT, new InspectEntry("names", "7"), TestNode.soon());
    return ((InspectOutcome.Held) await(asked)).entries();
  }
}
