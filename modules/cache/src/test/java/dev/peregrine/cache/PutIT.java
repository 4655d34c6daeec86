package dev.peregrine.cache;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.peregrine.cache.CacheStats.Event;
import dev.peregrine.cache.PutOutcome.Conflict;
import dev.peregrine.cache.PutOutcome.NotAKey;
import dev.peregrine.cache.PutOutcome.NotStored;
import dev.peregrine.cache.PutOutcome.Stored;
import dev.peregrine.cache.TestNode.Name;
import dev.peregrine.testkit.Servers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PutIT {

  private final String namespace = UUID.randomUUID().toString();
  private final TestNode node = TestNode.believing(Servers.redis(), namespace).coherent();
  private final TestNode other = TestNode.believing(Servers.redis(), namespace).coherent();

  @AfterEach
  void close() {
    node.close();
    other.close();
  }

  @Test
  void what_was_put_is_read_by_every_node_and_loaded_by_none() {
    node.read(7);
    other.read(7);
    var loads = node.loads.get() + other.loads.get();

    var token = stored(put("new"));

    var here = await(node.names.read(7L, ReadOptions.atLeast(token), TestNode.soon()));
    var there = await(other.names.read(7L, ReadOptions.atLeast(token), TestNode.soon()));
    assertThat(here.value()).contains(new Name("new"));
    assertThat(here.version()).isEqualTo(token);
    assertThat(there.value()).contains(new Name("new"));
    assertThat(node.loads.get() + other.loads.get()).isEqualTo(loads);
  }

  @Test
  void that_there_is_nothing_can_be_put_too() {
    await(node.names.put(7L, Loaded.absent(), TestNode.soon()));

    var read = node.read(7);

    assertThat(read.value()).isEmpty();
    assertThat(read.tier()).isEqualTo(Tier.FAR);
    assertThat(node.loads).hasValue(0);
  }

  @Test
  void a_load_that_began_before_a_put_does_not_take_its_place() {
    var slow = Promise.<Optional<Name>>promise();
    node.source = id -> slow.future();
    var reading = node.names.read(7L, TestNode.soon());
    Awaitility.await().untilAtomic(node.loads, Matchers.is(1));

    put("new");
    slow.complete(Optional.of(new Name("old")));

    assertThat(await(reading).value()).contains(new Name("old"));
    assertThat(node.text(7)).isEqualTo("new");
    Awaitility.await().until(() -> node.count(Event.FILL_REJECTED) > 0);
    assertThat(other.text(7)).isEqualTo("new");
  }

  @Test
  void of_many_that_replace_the_same_version_one_does() {
    var seen = stored(put("first"));

    var puts =
        IntStream.range(0, 20)
            .mapToObj(n ->
                (n % 2 == 0 ? node : other)
                    .names.putIf(7L, seen, Loaded.found(new Name("v" + n)), TestNode.soon()))
            .toList();

    await(Future.all(puts));
    assertThat(puts).filteredOn(put -> put.result() instanceof Stored).hasSize(1);
    assertThat(puts).filteredOn(put -> put.result() instanceof Conflict).hasSize(19);
  }

  @Test
  void what_is_not_to_be_there_must_not_be_there() {
    var first = putIf(Token.NONE, "first");
    var second = putIf(Token.NONE, "second");

    assertThat(first).isInstanceOf(Stored.class);
    assertThat(second).isEqualTo(new Conflict());
    assertThat(node.text(7)).isEqualTo("first");
  }

  @Test
  void an_eviction_ends_the_version_that_a_put_may_replace() {
    var seen = stored(put("first"));
    other.evict(7);

    assertThat(putIf(seen, "late")).isEqualTo(new Conflict());
    assertThat(node.text(7)).isEqualTo("name 7");
  }

  @Test
  void bad_puts_change_nothing() {
    var unknown = new PutEntry("nowhere", "7", Loaded.found(new Name("x")), Optional.empty());
    var garbage = new PutEntry("names", "seven", Loaded.found(new Name("x")), Optional.empty());
    var large = Loaded.found(new Name("x".repeat(300_000)));

    assertThat(await(node.bus.ask(CachePort.PUT, unknown, TestNode.soon())))
        .isEqualTo(new NotAKey());
    assertThat(await(node.bus.ask(CachePort.PUT, garbage, TestNode.soon())))
        .isEqualTo(new NotAKey());
    assertThat(await(node.names.put(7L, large, TestNode.soon()))).isEqualTo(new NotStored());
    assertThat(node.count(Event.OVERSIZE)).isEqualTo(1);
    assertThat(node.text(7)).isEqualTo("name 7");
  }

  @CanIgnoreReturnValue
  private PutOutcome put(String text) {
    return await(node.names.put(7L, Loaded.found(new Name(text)), TestNode.soon()));
  }

  private PutOutcome putIf(Token expected, String text) {
    return await(node.names.putIf(7L, expected, Loaded.found(new Name(text)), TestNode.soon()));
  }

  private static Token stored(PutOutcome outcome) {
    assertThat(outcome).isInstanceOf(Stored.class);
    return ((Stored) outcome).token();
  }
}
