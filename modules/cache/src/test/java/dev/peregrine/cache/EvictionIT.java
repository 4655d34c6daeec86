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
import java.util.UUID;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EvictionIT {

  private final String namespace = UUID.randomUUID().toString();
  private final TestNode one = TestNode.believing(Servers.redis(), namespace).coherent();
  private final TestNode two = TestNode.believing(Servers.redis(), namespace).coherent();

  @AfterEach
  void close() {
    one.close();
    two.close();
  }

  @Test
  void an_evicted_key_is_forgotten_here_when_the_eviction_is_answered() {
    serve("old");
    assertThat(one.text(7)).isEqualTo("old");
    serve("new");

    one.evict(7);

    assertThat(one.text(7)).isEqualTo("new");
  }

  @Test
  void another_node_forgets_too() {
    serve("old");
    assertThat(one.text(7)).isEqualTo("old");
    assertThat(two.text(7)).isEqualTo("old");
    serve("new");

    one.evict(7);

    Awaitility.await().until(() -> two.text(7).equals("new"));
  }

  @Test
  void many_keys_are_forgotten_by_every_node() {
    serve("old");
    var keys = LongStream.range(0, 1_000).boxed().toList();
    keys.forEach(two::text);
    serve("new");

    var token = await(one.names.evictKeys(keys, TestNode.soon()));

    var last = await(two.names.read(999L, ReadOptions.atLeast(token), TestNode.soon()));
    assertThat(last.value()).contains(new Name("new"));
    // The token made that read wait for nothing; who has applied the last has applied them all.
    Awaitility.await().until(() -> two.text(999).equals("new"));
    assertThat(keys).allMatch(key -> two.text(key).equals("new"));
    assertThat(one.count(Event.EVICTION)).isEqualTo(1_000);
  }

  @Test
  void of_many_keys_with_a_bad_one_none_is_evicted() {
    serve("old");
    one.text(7);
    serve("new");

    var evicting = one.caches.evictKeys("names", List.of("7", "seven"), TestNode.soon());

    assertThatThrownBy(() -> await(evicting)).isInstanceOf(IllegalArgumentException.class);
    assertThat(one.text(7)).isEqualTo("old");
    assertThatThrownBy(() -> one.names.evictKeys(List.of(), TestNode.soon()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to 1000");
  }

  @Test
  void a_read_with_the_token_sees_the_change_on_another_node_at_once() {
    serve("old");
    assertThat(two.text(7)).isEqualTo("old");
    serve("new");

    var token = one.evict(7);

    var read = await(two.names.read(7L, ReadOptions.atLeast(token), TestNode.soon()));
    assertThat(read.value()).contains(new Name("new"));
  }

  @Test
  void a_load_that_began_before_an_eviction_is_served_and_not_remembered() {
    var slow = Promise.<Optional<Name>>promise();
    one.source = id -> slow.future();
    var read = one.names.read(7L, TestNode.soon());
    Awaitility.await().until(() -> one.loads.get() == 1);

    one.evict(7);
    slow.complete(Optional.of(new Name("old")));
    await(read);
    serve("new");

    assertThat(one.text(7)).as("not the old value, from here or from Redis").isEqualTo("new");
    assertThat(two.text(7)).isEqualTo("new");
    assertThat(one.count(Event.FILL_REJECTED)).isPositive();
  }

  @Test
  void a_log_that_lost_its_history_makes_every_node_start_afresh() {
    serve("old");
    assertThat(two.text(7)).isEqualTo("old");
    serve("new");
    var redis = Redis.createClient(one.vertx, Servers.redis().toString());

    await(
        redis.send(
            Request.cmd(Command.DEL)
                .arg("{" + namespace + "}:x")
                .arg("{" + namespace + "}:e:names:7")));

    Awaitility.await().until(() -> two.text(7).equals("new"));
  }

  private void serve(String text) {
    one.source = id -> Future.succeededFuture(Optional.of(new Name(text)));
    two.source = id -> Future.succeededFuture(Optional.of(new Name(text)));
  }
}
