package dev.peregrine.cache;

import static dev.peregrine.testkit.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.cache.TestNode.Name;
import dev.peregrine.testkit.FaultProxy;
import dev.peregrine.testkit.Servers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One node behind a network that fails, and heals.
class FaultyNetworkIT {

  private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final String namespace = UUID.randomUUID().toString();
  private final FaultProxy proxy = FaultProxy.to(Servers.redis());
  private final TestNode node = new TestNode(proxy.through(Servers.redis()), namespace).coherent();

  @AfterEach
  void close() {
    node.close();
    proxy.close();
  }

  @Test
  void the_log_is_followed_again_after_redis_was_not_heard_for_a_while() {
    proxy.swallowReplies();
    Awaitility.await().until(() -> !node.caches.coherent());
    connectsInVain();

    proxy.heal();

    Awaitility.await().until(node.caches::coherent);
    assertThat(node.evict(1)).isNotEqualTo(Token.NONE);
  }

  @Test
  void the_log_is_followed_again_after_redis_did_not_hear_for_a_while() {
    proxy.swallowRequests();
    Awaitility.await().until(() -> !node.caches.coherent());
    connectsInVain();

    proxy.heal();

    Awaitility.await().until(node.caches::coherent);
    assertThat(node.evict(1)).isNotEqualTo(Token.NONE);
  }

  @Test
  void who_asks_a_node_without_proof_does_not_wait_for_a_load_from_before_an_eviction() {
    var slow = Promise.<Optional<Name>>promise();
    node.source = id -> slow.future();
    var before = node.names.read(1L, TestNode.soon());
    Awaitility.await().until(() -> node.loads.get() == 1);
    proxy.refuse();
    proxy.cut();
    try (var other = new TestNode(Servers.redis(), namespace).coherent()) {
      assertThat(other.evict(1)).isNotEqualTo(Token.NONE);
    }
    var evicted = System.nanoTime();
    Awaitility.await().until(() -> System.nanoTime() - evicted > BOUND_NANOS);
    node.source = id -> Future.succeededFuture(Optional.of(new Name("new")));

    var after = node.names.read(1L, TestNode.soon());

    slow.complete(Optional.of(new Name("old")));
    await(before);
    assertThat(await(after).value()).contains(new Name("new"));
  }

  /// The first connections were given up, and new ones hear nothing either.
  private void connectsInVain() {
    var before = proxy.swallowed();
    Awaitility.await().until(() -> proxy.swallowed() > before);
  }
}
