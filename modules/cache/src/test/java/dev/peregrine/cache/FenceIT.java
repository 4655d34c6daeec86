package dev.peregrine.cache;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.bus.BusFailure;
import dev.peregrine.cache.TestNode.Name;
import dev.peregrine.testkit.Servers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FenceIT {

  private final String namespace = UUID.randomUUID().toString();
  private final TestNode node = new TestNode(Servers.redis(), namespace).coherent();
  private final HeldPolls held = new HeldPolls();
  private final TestNode other =
      new TestNode(
          FarTier.redis(RedisConfig.defaults(), Servers.redis()).disturbedBy(held),
          TestNode.config(namespace, RegionConfig.defaults()),
          CacheClock.system(),
          1);

  @AfterEach
  void close() {
    held.release();
    node.close();
    other.close();
  }

  @Test
  void behind_a_fence_no_node_serves_what_is_older() {
    other.coherent();
    for (var round = 0; round < 20; round++) {
      var text = "round " + round;
      node.text(7);
      other.text(7);
      node.source = id -> Future.succeededFuture(Optional.of(new Name(text)));
      other.source = node.source;

      var acknowledged = fence(node.evict(7));

      assertThat(other.text(7))
          .as("without a token, acknowledged: %s", acknowledged)
          .isEqualTo(text);
    }
  }

  @Test
  void a_node_that_does_not_follow_is_waited_for_until_it_believes_nothing() {
    other.coherent();
    other.text(7);
    Awaitility.await().until(() -> fence(node.evict(1)));
    held.hold();
    node.source = id -> Future.succeededFuture(Optional.of(new Name("new")));
    other.source = node.source;

    var acknowledged = fence(node.evict(7));

    assertThat(acknowledged).isFalse();
    assertThat(other.text(7)).isEqualTo("new");
  }

  @Test
  void what_the_others_were_not_told_of_has_no_fence() {
    assertThatThrownBy(() -> fence(Token.NONE))
        .isInstanceOf(BusFailure.class)
        .hasMessageContaining("was not told");
  }

  @Test
  void who_does_not_wait_so_long_is_told() {
    other.coherent();
    other.text(7);
    // Its bound is long, so that only the deadline can pass.
    try (var patient = TestNode.believing(Servers.redis(), namespace).coherent()) {
      Awaitility.await().until(() -> fence(node.evict(1)));
      held.hold();
      var token = node.evict(7);
      var soon = dev.peregrine.bus.Call.background("test", Duration.ofMillis(100));

      assertThatThrownBy(() -> await(patient.caches.fence(token, soon)))
          .isInstanceOf(BusFailure.class);
    }
  }

  private boolean fence(Token token) {
    return await(node.caches.fence(token, TestNode.soon()));
  }

  /// Lets a node's polls of the log wait, from the next one on.
  private static final class HeldPolls implements Disturbance {

    private volatile Promise<Void> gate = open();

    private static Promise<Void> open() {
      var open = Promise.<Void>promise();
      open.complete();
      return open;
    }

    void hold() {
      gate = Promise.promise();
    }

    void release() {
      gate.tryComplete();
    }

    @Override
    public Future<Void> before(Operation operation) {
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> after(Operation operation) {
      return operation == Operation.POLL ? gate.future() : Future.succeededFuture();
    }
  }
}
