package dev.peregrine.cache;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.bus.Call;
import dev.peregrine.bus.FailureKind;
import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.Disturbance.Operation;
import dev.peregrine.cache.TestNode.Name;
import dev.peregrine.testkit.Servers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadThroughIT {

  private final String namespace = UUID.randomUUID().toString();
  private final TestNode node = TestNode.believing(Servers.redis(), namespace).coherent();

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void a_miss_is_loaded_and_a_hit_is_answered_at_once() {
    var miss = node.read(7);

    var hit = node.names.read(7L, TestNode.soon());

    assertThat(hit.isComplete()).as("without a message").isTrue();
    assertThat(miss.tier()).isEqualTo(Tier.SOURCE);
    assertThat(hit.result().tier()).isEqualTo(Tier.NEAR);
    assertThat(hit.result().value()).contains(new Name("name 7"));
    assertThat(node.loads).hasValue(1);
  }

  @Test
  void another_node_finds_in_redis_what_this_one_loaded() {
    node.read(7);
    awaitFilled("7");
    try (var other = TestNode.believing(Servers.redis(), namespace).coherent()) {
      var read = other.read(7);

      assertThat(read.tier()).isEqualTo(Tier.FAR);
      assertThat(other.loads).hasValue(0);
    }
  }

  @Test
  void nothing_is_an_answer_too() {
    node.source = id -> Future.succeededFuture(Optional.empty());
    node.read(7);

    var again = node.read(7);

    assertThat(again.value()).isEmpty();
    assertThat(again.tier()).isEqualTo(Tier.NEAR);
    assertThat(node.loads).hasValue(1);
  }

  @Test
  void callers_that_come_together_share_one_load() {
    var slow = Promise.<Optional<Name>>promise();
    node.source = id -> slow.future();

    var reads =
        IntStream.range(0, 1_000).mapToObj(n -> node.names.read(7L, TestNode.soon())).toList();
    Awaitility.await().until(() -> node.loads.get() > 0);
    slow.complete(Optional.of(new Name("one")));

    await(Future.all(reads));
    assertThat(node.loads).hasValue(1);
    assertThat(node.count(Event.COALESCED)).isEqualTo(999);
  }

  @Test
  void a_load_that_fails_reaches_every_caller_and_is_not_remembered() {
    node.source =
        id -> Future.failedFuture(new BusFailure(FailureKind.UNAVAILABLE, "source", "away"));
    assertThatThrownBy(() -> node.read(7)).isInstanceOf(BusFailure.class);
    node.source = id -> Future.succeededFuture(Optional.of(new Name("back")));

    assertThat(node.text(7)).isEqualTo("back");
  }

  // The lease would run out by itself after three seconds: it is looked for at once.
  @Test
  void a_load_that_filled_nothing_keeps_nobody_waiting_for_it() {
    var asked = new CountedOperations();
    var patient = new RedisConfig(Optional.empty(), Duration.ofSeconds(5), Duration.ofSeconds(1));
    var far = FarTier.redis(patient, Servers.redis()).disturbedBy(asked);
    var config = TestNode.config(namespace, RegionConfig.defaults());
    try (var failing = new TestNode(far, config, CacheClock.system(), 1).coherent()) {
      failing.source =
          id -> Future.failedFuture(new BusFailure(FailureKind.UNAVAILABLE, "source", "away"));
      assertThatThrownBy(() -> failing.read(7)).isInstanceOf(BusFailure.class);
      var redis = Redis.createClient(failing.vertx, Servers.redis().toString());
      var lease = Request.cmd(Command.EXISTS).arg("{" + namespace + "}:l:names:7");

      Awaitility.await().until(() -> asked.answered(Operation.RELEASE) == 1);
      assertThat(await(redis.send(lease)).toInteger()).isZero();
    }
  }

  @Test
  void a_loader_that_never_ends_costs_a_caller_its_deadline() {
    node.source = id -> Promise.<Optional<Name>>promise().future();

    var late = node.names.read(7L, Call.background("test", Duration.ofMillis(100)));

    assertThatThrownBy(() -> await(late))
        .isInstanceOfSatisfying(
            BusFailure.class, thrown -> assertThat(thrown.kind()).isEqualTo(FailureKind.DEADLINE));
  }

  @Test
  void more_loads_at_once_than_allowed_are_refused() {
    var region = TestNode.region(1 << 10, 2);
    try (var small = new TestNode(Servers.redis(), namespace + "small", region, 1).coherent()) {
      var slow = Promise.<Optional<Name>>promise();
      small.source = id -> slow.future();
      var first = small.names.read(1L, TestNode.soon());
      var second = small.names.read(2L, TestNode.soon());
      Awaitility.await().until(() -> small.loads.get() == 2);

      assertThatThrownBy(() -> small.read(3)).hasMessageContaining("too many loads at once");

      slow.complete(Optional.empty());
      await(Future.all(first, second));
    }
  }

  @Test
  void loads_that_never_end_give_their_place_back() {
    try (var small =
        new TestNode(Servers.redis(), namespace + "small", TestNode.region(1 << 10, 1), 1)) {
      small.source = id -> Promise.<Optional<Name>>promise().future();
      var late = small.names.read(1L, Call.background("test", Duration.ofMillis(200)));
      assertThatThrownBy(() -> await(late)).isInstanceOf(BusFailure.class);
      small.source = id -> Future.succeededFuture(Optional.of(new Name("back")));

      Awaitility.await().ignoreExceptions().until(() -> small.text(2).equals("back"));

      small.source =
          id -> {
            throw new IllegalStateException("broken");
          };
      assertThatThrownBy(() -> small.read(3)).isInstanceOf(BusFailure.class);
      small.source = id -> Future.succeededFuture(Optional.of(new Name("back")));
      assertThat(small.text(4)).isEqualTo("back");
    }
  }

  @Test
  void a_value_above_its_bound_is_served_and_not_remembered() {
    var region = TestNode.region(4, 8);
    try (var small = new TestNode(Servers.redis(), namespace + "small", region, 1).coherent()) {
      assertThat(small.text(1)).isEqualTo("name 1");
      assertThat(small.text(1)).isEqualTo("name 1");

      assertThat(small.loads).hasValue(2);
      assertThat(small.count(Event.OVERSIZE)).isEqualTo(2);
    }
  }

  @Test
  void garbage_in_redis_is_a_miss() {
    var redis = Redis.createClient(node.vertx, Servers.redis().toString());
    await(
        redis.send(
            Request.cmd(Command.SET)
                .arg(entry("7"))
                .arg(Buffer.buffer(new byte[] {1, 2, 3}))
                .arg("PX")
                .arg(60_000)));

    assertThat(node.text(7)).isEqualTo("name 7");
    assertThat(node.count(Event.FAR_UNREADABLE)).isEqualTo(1);
  }

  @Test
  void an_entry_of_another_shape_is_a_miss() {
    node.read(7);
    awaitFilled("7");
    try (var newer =
        new TestNode(Servers.redis(), namespace, RegionConfig.defaults(), 2).coherent()) {
      assertThat(newer.read(7).tier()).isEqualTo(Tier.SOURCE);
    }
  }

  @Test
  void a_large_value_is_smaller_in_redis_and_whole_for_another_node() {
    var large = "peregrine ".repeat(5_000);
    node.source = id -> Future.succeededFuture(Optional.of(new Name(large)));
    node.read(7);
    awaitFilled("7");

    try (var other = TestNode.believing(Servers.redis(), namespace).coherent()) {
      var read = other.read(7);
      var inspected =
          (InspectOutcome.Held)
              await(
                  other.bus.ask(
                      CachePort.INSPECT, new InspectEntry(TestNode.REGION, "7"), TestNode.soon()));

      assertThat(read.tier()).isEqualTo(Tier.FAR);
      assertThat(read.value()).contains(new Name(large));
      assertThat(inspected.entries())
          .filteredOn(entry -> entry.tier() == Tier.FAR)
          .singleElement()
          .satisfies(entry -> assertThat(entry.bytes()).isLessThan(large.length() / 4));
    }
  }

  @Test
  void bus_consumers_read_through_the_same_region() {
    var found = await(node.bus.ask(CachePort.GET, new GetEntry("names", "7"), TestNode.soon()));
    var notAKey =
        await(node.bus.ask(CachePort.GET, new GetEntry("names", "seven"), TestNode.soon()));
    var noRegion = await(node.bus.ask(CachePort.GET, new GetEntry("none", "7"), TestNode.soon()));

    assertThat(found)
        .isInstanceOfSatisfying(
            GetOutcome.Found.class, one -> assertThat(one.value()).isEqualTo(new Name("name 7")));
    assertThat(notAKey).isEqualTo(new GetOutcome.NotAKey());
    assertThat(noRegion).isEqualTo(new GetOutcome.NotAKey());
  }

  private String entry(String key) {
    return "{" + namespace + "}:e:names:" + key;
  }

  private void awaitFilled(String key) {
    var redis = Redis.createClient(node.vertx, Servers.redis().toString());
    Awaitility.await()
        .until(
            () -> await(redis.send(Request.cmd(Command.EXISTS).arg(entry(key)))).toInteger() == 1);
    await(redis.close());
  }
}
