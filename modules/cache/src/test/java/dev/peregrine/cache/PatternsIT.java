package dev.peregrine.cache;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.TestNode.Name;
import dev.peregrine.testkit.Servers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Evictions of many at once, between two nodes.
class PatternsIT {

  private final String namespace = UUID.randomUUID().toString();
  private final TestNode one = TestNode.believing(Servers.redis(), namespace).coherent();
  private final TestNode two = TestNode.believing(Servers.redis(), namespace).coherent();

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  @Test
  void a_tag_takes_what_was_loaded_with_it_on_every_node_and_nothing_else() {
    bothKnow(1, 2, 3, 4);
    serve("new");

    await(one.names.evictTag("even", TestNode.soon()));

    assertThat(texts(one, 1, 2, 3, 4)).containsExactly("old", "new", "old", "new");
    Awaitility.await().until(() -> two.text(2).equals("new"));
    assertThat(texts(two, 1, 2, 3, 4)).containsExactly("old", "new", "old", "new");
    assertThat(one.count(Event.TAG_EVICTION)).isEqualTo(1);
  }

  @Test
  void a_pattern_takes_the_keys_that_match_on_every_node_and_nothing_else() {
    bothKnow(11, 12, 21, 111);
    serve("new");

    await(one.names.evictMatching("1?", TestNode.soon()));

    assertThat(texts(one, 11, 12, 21, 111)).containsExactly("new", "new", "old", "old");
    Awaitility.await().until(() -> two.text(11).equals("new"));
    assertThat(texts(two, 11, 12, 21, 111)).containsExactly("new", "new", "old", "old");
  }

  @Test
  void a_prefix_takes_the_keys_that_begin_with_it() {
    bothKnow(11, 12, 21);
    serve("new");

    await(one.names.evictPrefix("1", TestNode.soon()));

    assertThat(texts(one, 11, 12, 21)).containsExactly("new", "new", "old");
  }

  @Test
  void a_region_goes_whole_on_every_node() {
    bothKnow(1, 2);
    serve("new");

    await(two.caches.evict("names", new Selection.Everything(), TestNode.soon()));

    assertThat(texts(two, 1, 2)).containsOnly("new");
    Awaitility.await().until(() -> one.text(1).equals("new") && one.text(2).equals("new"));
    assertThat(two.count(Event.REGION_EVICTION)).isEqualTo(1);
  }

  @Test
  void memory_of_what_was_evicted_is_given_back() {
    LongStream.range(0, 500).forEach(one::read);
    Awaitility.await().until(() -> one.caches.figures().getFirst().entries() == 500);

    await(two.names.evictAll(TestNode.soon()));

    Awaitility.await().until(() -> one.caches.figures().getFirst().entries() == 0);
  }

  @Test
  void a_read_with_the_token_sees_the_change_on_another_node_at_once() {
    bothKnow(2);
    serve("new");

    var token = await(one.names.evictTag("even", TestNode.soon()));

    var read = await(two.names.read(2L, ReadOptions.atLeast(token), TestNode.soon()));
    assertThat(read.value()).contains(new Name("new"));
  }

  @Test
  void a_node_that_starts_later_does_not_believe_what_redis_still_holds() {
    bothKnow(1, 2);
    serve("new");
    await(one.names.evictTag("even", TestNode.soon()));

    try (var late = TestNode.believing(Servers.redis(), namespace)) {
      late.source = one.source;

      Awaitility.await().until(late.caches::coherent);
      assertThat(late.text(2)).isEqualTo("new");
      assertThat(late.text(1)).as("not evicted: from Redis").isEqualTo("old");
      assertThat(late.count(Event.FAR_DROPPED)).isPositive();
    }
  }

  @Test
  void a_load_that_began_before_its_tag_was_evicted_is_not_remembered_by_anybody() {
    var slow = Promise.<Optional<Name>>promise();
    one.source = id -> slow.future();
    var read = one.names.read(2L, TestNode.soon());
    Awaitility.await().until(() -> one.loads.get() == 1);

    await(two.names.evictTag("even", TestNode.soon()));
    slow.complete(Optional.of(new Name("old")));
    await(read);
    serve("new");

    assertThat(two.text(2)).isEqualTo("new");
    Awaitility.await().until(() -> one.text(2).equals("new"));
  }

  @Test
  void who_comes_after_an_eviction_does_not_wait_for_a_load_from_before_it() {
    var slow = Promise.<Optional<Name>>promise();
    one.source = id -> slow.future();
    var before = one.names.read(2L, TestNode.soon());
    var alsoBefore = one.names.read(3L, TestNode.soon());
    Awaitility.await().until(() -> one.loads.get() == 2);
    await(one.names.evictTag("even", TestNode.soon()));
    one.evict(3);
    serve("new");

    assertThat(one.text(2)).isEqualTo("new");
    assertThat(one.text(3)).isEqualTo("new");

    slow.complete(Optional.of(new Name("old")));
    await(Future.all(before, alsoBefore));
    assertThat(texts(one, 2, 3)).containsOnly("new");
  }

  @Test
  void a_node_that_lost_its_place_in_the_log_starts_afresh_and_knows_the_rules() {
    bothKnow(1, 2);
    serve("new");
    var redis = Redis.createClient(one.vertx, Servers.redis().toString());
    var log = "{" + namespace + "}:x";

    await(one.names.evictTag("even", TestNode.soon()));
    await(redis.send(Request.cmd(Command.XTRIM).arg(log).arg("MAXLEN").arg(0)));

    Awaitility.await().until(() -> two.text(2).equals("new"));
    Awaitility.await().until(() -> two.caches.coherent() && two.text(1).equals("old"));
    assertThat(two.text(2)).isEqualTo("new");
  }

  @Test
  void more_rules_than_a_node_keeps_evict_no_less() {
    bothKnow(1, 2);
    serve("new");

    await(
        Future.all(
            IntStream.range(0, 100)
                .mapToObj(n -> one.names.evictMatching(n + ":?", TestNode.soon()))
                .toList()));
    await(one.names.evictTag("even", TestNode.soon()));

    assertThat(one.text(2)).isEqualTo("new");
    Awaitility.await().until(() -> two.text(2).equals("new"));
    assertThat(one.caches.figures().getFirst().rules()).isLessThanOrEqualTo(65);
  }

  @Test
  void what_has_too_many_tags_or_too_long_ones_is_served_and_not_remembered() {
    one.tags =
        id ->
            id == 1
                ? Set.of("t".repeat(Selection.MAX_TAG_BYTES + 1))
                : IntStream.rangeClosed(0, Loaded.MAX_TAGS)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.toSet());

    assertThat(texts(one, 1, 2, 1, 2)).doesNotContainNull();
    assertThat(one.count(Event.OVERSIZE)).isEqualTo(4);
  }

  @Test
  void what_is_absent_has_its_tags_too() {
    one.source = id -> Future.succeededFuture(Optional.empty());
    assertThat(one.read(2).value()).isEmpty();
    serve("new");

    await(one.names.evictTag("even", TestNode.soon()));

    assertThat(one.text(2)).isEqualTo("new");
  }

  @Test
  void a_key_written_in_another_way_is_the_same_key() {
    bothKnow(7);
    serve("new");

    var outcome = ask(new Evict("names", new Selection.Key("+007")));

    assertThat(outcome).isInstanceOf(EvictOutcome.Evicted.class);
    assertThat(one.text(7)).isEqualTo("new");
    Awaitility.await().until(() -> two.text(7).equals("new"));
    assertThat(ask(new Evict("names", new Selection.Key("seven"))))
        .isEqualTo(new EvictOutcome.NotAKey());
    assertThatThrownBy(() -> new Evict("no:region", new Selection.Everything()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void both_tiers_show_what_they_hold() {
    bothKnow(2);
    var loads = one.loads.get() + two.loads.get();
    Awaitility.await().until(() -> held(2).size() == 2);

    var near = held(2).getFirst();
    assertThat(near.tier()).isEqualTo(Tier.NEAR);
    assertThat(near.believed()).isTrue();
    assertThat(near.tags()).containsExactly("even");
    assertThat(near.stamp()).isPositive();
    assertThat(near.freshForMs()).isPositive();
    assertThat(held(2).getLast().tier()).isEqualTo(Tier.FAR);
    assertThat(held(2).getLast().bytes()).isPositive();

    await(one.names.evictTag("even", TestNode.soon()));

    assertThat(held(2)).extracting(EntryFigures::believed).containsOnly(false);
    assertThat(held(99)).isEmpty();
    assertThat(one.loads.get() + two.loads.get()).as("looking loads nothing").isEqualTo(loads);
  }

  private List<EntryFigures> held(long id) {
    var question = new InspectEntry("names", Long.toString(id));
    var outcome = await(one.bus.ask(CachePort.INSPECT, question, TestNode.soon()));
    return ((InspectOutcome.Held) outcome).entries();
  }

  private EvictOutcome ask(Evict question) {
    return await(one.bus.ask(CachePort.EVICT, question, TestNode.soon()));
  }

  private void bothKnow(long... ids) {
    serve("old");
    for (var id : ids) {
      one.read(id);
      Awaitility.await().until(() -> two.read(id).tier() != Tier.SOURCE);
    }
  }

  private static List<String> texts(TestNode node, long... ids) {
    return LongStream.of(ids).mapToObj(node::text).toList();
  }

  private void serve(String text) {
    one.source = id -> Future.succeededFuture(Optional.of(new Name(text)));
    two.source = one.source;
  }
}
